using System.Collections.Concurrent;

namespace Strata.Layers.Tests.Contract;

/// <summary>The smallest layer that keeps the contract: a dictionary and a clock.</summary>
public sealed class DictionaryLayer<TKey, TValue>(TimeProvider clock) : ILayer<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry<TValue>> _entries = new();
    private bool _disposed;

    public string Name => "dictionary";

    public ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        var held = _entries.TryGetValue(key, out var entry) && !entry.Deadline.HasCome(clock.NowMs());
        return new(held ? Lookup<TValue>.Hit(entry) : Lookup<TValue>.Miss);
    }

    public ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        _entries[key] = entry; // One whose deadline has come is never answered.
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return new(_entries.TryRemove(key, out var entry) && !entry.Deadline.HasCome(clock.NowMs()));
    }

    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        _entries.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private void ThrowIfUnusable(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
