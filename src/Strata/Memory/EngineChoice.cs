namespace Strata;

/// <summary>Makes the engine of a layer: one type argument is chosen after the other, each once.</summary>
internal static class EngineChoice
{
    public static MemoryEngine<TKey, TValue> Make<TKey, TValue>(MemoryEngineStart<TKey, TValue> start)
        where TKey : notnull => start.Options.Eviction switch
        {
            EvictionPolicy.S3Fifo => Make<TKey, TValue, S3Fifo>(start),
            EvictionPolicy.Sieve => Make<TKey, TValue, Sieve>(start),
            EvictionPolicy.WTinyLfu => Make<TKey, TValue, WTinyLfu>(start),
            EvictionPolicy.Lru => Make<TKey, TValue, Lru>(start),
            EvictionPolicy.Lfu => Make<TKey, TValue, Lfu>(start),
            EvictionPolicy.Random => Make<TKey, TValue, RandomEviction>(start),
            EvictionPolicy.None => Make<TKey, TValue, NoEviction>(start),
            _ => Make<TKey, TValue, Adaptive>(start),
        };

    private static MemoryEngine<TKey, TValue> Make<TKey, TValue, TEviction>(MemoryEngineStart<TKey, TValue> start)
        where TKey : notnull
        where TEviction : struct, IEviction => start.Options.Statistics
            ? new PolicyEngine<TKey, TValue, TEviction, Counted>(start)
            : new PolicyEngine<TKey, TValue, TEviction, Uncounted>(start);
}
