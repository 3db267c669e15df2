namespace Strata.Tests.House;

/// <summary>One of each thing the text of a public API must show, or must not.</summary>
public abstract class PublicApiSample<TKey, TValue> : IDisposable
    where TKey : notnull
{
    public const int Limit = 3;

    protected PublicApiSample(TKey? key, TimeSpan? ttl = null, CancellationToken token = default)
    {
    }

    public event EventHandler? Changed;

    public enum Choice : byte
    {
        None = 0,
        Some = 4,
    }

    public required string Name { get; init; }

    protected abstract IReadOnlyDictionary<string, TValue?>? Found { get; }

    public static T[]? Make<T>(StringComparison how = StringComparison.Ordinal)
        where T : unmanaged => null;

    public static void Take<T>(T one, params string?[] names)
        where T : class?, IDisposable, new()
    {
    }

    public bool TryFind(in TKey key, out (int Count, string? Text) found)
    {
        found = default;
        return IsHidden;
    }

    public virtual void Dispose() => Changed?.Invoke(this, EventArgs.Empty);

    public override string ToString() => "";

    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public sealed override int GetHashCode() => 0;

    internal static bool IsHidden => false;
}
