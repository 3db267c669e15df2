using System.Collections.Concurrent;

namespace Strata.Tests.Scripted;

/// <summary>
/// A layer over a dictionary that a test can hold up or make fail at any operation: "get", "set", "remove",
/// "clear", "contains", "get many", "set many", "remove many", "close".
/// </summary>
internal sealed class ScriptedLayer<TKey, TValue>(string name, TimeProvider? clock = null) : ILayer<TKey, TValue>
    where TKey : notnull
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public string Name => name;

    public LayerTraits Traits { get; init; }

    public TimeSpan? TtlMax { get; init; }

    /// <summary>What was called, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentDictionary<TKey, Entry<TValue>> Held { get; } = new();

    /// <summary>Runs before an operation takes effect; what it throws is the operation's failure.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after an operation took effect and before it returns.</summary>
    public Func<string, CancellationToken, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Keys the many-key forms answer with a failure of their own.</summary>
    public HashSet<TKey> BrokenKeys { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Makes every operation of these names fail; every one but "close" if none is named.</summary>
    public void Fail(Exception failure, params string[] operations) =>
        Before = (operation, _) => (operations.Length == 0 ? operation != "close" : operations.Contains(operation))
            ? Task.FromException(failure)
            : Task.CompletedTask;

    public void Heal() => Before = (_, _) => Task.CompletedTask;

    /// <summary>Holds the next operation of a name before it takes effect; later ones pass.</summary>
    public Stop StopBefore(string operation)
    {
        var stop = new Stop();
        var isTaken = 0;
        Before = (o, token) => o == operation && Interlocked.Exchange(ref isTaken, 1) == 0
            ? stop.PassAsync().WaitAsync(token) : Task.CompletedTask;
        return stop;
    }

    /// <summary>Holds the next operation of a name after it took effect; later ones pass.</summary>
    public Stop StopAfter(string operation)
    {
        var stop = new Stop();
        var isTaken = 0;
        After = (o, token) => o == operation && Interlocked.Exchange(ref isTaken, 1) == 0
            ? stop.PassAsync().WaitAsync(token) : Task.CompletedTask;
        return stop;
    }

    public int Count(string operation) => Calls.Count(c => c == operation);

    public TValue? ValueOf(TKey key) => Held.TryGetValue(key, out var entry) ? entry.Value : default;

    public void Put(TKey key, TValue value, TimeSpan? ttl = null) =>
        Held[key] = new(value, Deadline.After(_clock.NowMs(), ttl), _clock.NowMs());

    public ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken) =>
        DoAsync("get", () => Find(key), cancellationToken);

    public async ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken) =>
        await DoAsync("set", () => Held[key] = entry, cancellationToken);

    public ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken) =>
        DoAsync("remove", () => Held.TryRemove(key, out _), cancellationToken);

    public async ValueTask ClearAsync(CancellationToken cancellationToken) =>
        await DoAsync(
            "clear",
            () =>
            {
                Held.Clear();
                return true;
            },
            cancellationToken);

    public ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken) =>
        DoAsync("contains", () => Find(key).Found, cancellationToken);

    public async ValueTask GetManyAsync(
        ReadOnlyMemory<TKey> keys, Memory<Lookup<TValue>> answers, CancellationToken cancellationToken) =>
        await DoAsync(
            "get many",
            () =>
            {
                for (var i = 0; i < keys.Length; i++)
                {
                    answers.Span[i] = Broken(keys.Span[i]) is { } why
                        ? Lookup<TValue>.Unavailable(why) : Find(keys.Span[i]);
                }

                return true;
            },
            cancellationToken);

    public async ValueTask SetManyAsync(
        ReadOnlyMemory<KeyValuePair<TKey, Entry<TValue>>> entries,
        Memory<Exception?> failures,
        CancellationToken cancellationToken) =>
        await DoAsync(
            "set many",
            () =>
            {
                for (var i = 0; i < entries.Length; i++)
                {
                    var (key, entry) = entries.Span[i];
                    failures.Span[i] = Broken(key);
                    if (failures.Span[i] is null)
                    {
                        Held[key] = entry;
                    }
                }

                return true;
            },
            cancellationToken);

    public async ValueTask RemoveManyAsync(
        ReadOnlyMemory<TKey> keys,
        Memory<bool> existed,
        Memory<Exception?> failures,
        CancellationToken cancellationToken) =>
        await DoAsync(
            "remove many",
            () =>
            {
                for (var i = 0; i < keys.Length; i++)
                {
                    failures.Span[i] = Broken(keys.Span[i]);
                    existed.Span[i] = failures.Span[i] is null && Held.TryRemove(keys.Span[i], out _);
                }

                return true;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Before("close", CancellationToken.None);
        IsDisposed = true;
    }

    private IOException? Broken(TKey key) => BrokenKeys.Contains(key) ? new IOException("this key is broken") : null;

    private Lookup<TValue> Find(TKey key) =>
        Held.TryGetValue(key, out var entry) && !entry.Deadline.HasCome(_clock.NowMs())
            ? Lookup<TValue>.Hit(entry) : Lookup<TValue>.Miss;

    private async ValueTask<T> DoAsync<T>(string operation, Func<T> effect, CancellationToken cancellationToken)
    {
        Calls.Enqueue(operation);
        await Before(operation, cancellationToken);
        var result = effect();
        await After(operation, cancellationToken);
        return result;
    }
}
