namespace Strata.Lab.Traces;

/// <summary>What the eviction policies are called on the command line and in reports.</summary>
public static class PolicyNames
{
    private static readonly (string Name, EvictionPolicy Policy)[] Names =
    [
        ("adaptive", EvictionPolicy.Adaptive),
        ("s3fifo", EvictionPolicy.S3Fifo),
        ("sieve", EvictionPolicy.Sieve),
        ("wtinylfu", EvictionPolicy.WTinyLfu),
        ("lru", EvictionPolicy.Lru),
        ("lfu", EvictionPolicy.Lfu),
        ("random", EvictionPolicy.Random),
        ("none", EvictionPolicy.None),
    ];

    /// <summary>The names as options take them; other capitals, and dashes within, are no difference.</summary>
    public static IReadOnlyList<string> Known => [.. Names.Select(n => n.Name)];

    /// <summary>All policies that evict: what is compared unless somebody chooses.</summary>
    public static IReadOnlyList<EvictionPolicy> Default { get; } =
        [.. Names.Select(n => n.Policy).Where(p => p != EvictionPolicy.None)];

    /// <summary>Reads names separated by commas.</summary>
    /// <param name="text">For instance <c>adaptive,lru</c>.</param>
    /// <exception cref="ArgumentException">A name is unknown or stands twice; the message is for people.</exception>
    public static IReadOnlyList<EvictionPolicy> Parse(string text) => NameList.Parse(text, Names, new Spelling());

    /// <summary>The name of a policy as its authors write it.</summary>
    /// <param name="policy">The policy.</param>
    public static string Of(EvictionPolicy policy) => policy switch
    {
        EvictionPolicy.S3Fifo => "S3-FIFO",
        EvictionPolicy.Sieve => "SIEVE",
        EvictionPolicy.WTinyLfu => "W-TinyLFU",
        EvictionPolicy.Lru => "LRU",
        EvictionPolicy.Lfu => "LFU",
        _ => policy.ToString(),
    };

    private sealed class Spelling : StringComparer
    {
        public override int Compare(string? x, string? y) => OrdinalIgnoreCase.Compare(Plain(x), Plain(y));

        public override bool Equals(string? x, string? y) => OrdinalIgnoreCase.Equals(Plain(x), Plain(y));

        public override int GetHashCode(string obj) => OrdinalIgnoreCase.GetHashCode(Plain(obj)!);

        private static string? Plain(string? name) => name?.Replace("-", "", StringComparison.Ordinal);
    }
}
