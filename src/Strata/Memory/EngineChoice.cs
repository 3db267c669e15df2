namespace Strata;

/// <summary>Makes the engine of a layer: one type argument is chosen after the other, each once.</summary>
internal static class EngineChoice
{
    public static MemoryEngine<TKey, TValue> Make<TKey, TValue>(MemoryEngineStart<TKey, TValue> start)
        where TKey : notnull => start.Options.Eviction switch
        {
            _ => Make<TKey, TValue, S3Fifo>(start),
        };

    private static MemoryEngine<TKey, TValue> Make<TKey, TValue, TEviction>(MemoryEngineStart<TKey, TValue> start)
        where TKey : notnull
        where TEviction : struct, IEviction => start.Options.Statistics
            ? new PolicyEngine<TKey, TValue, TEviction, Counted>(start)
            : new PolicyEngine<TKey, TValue, TEviction, Uncounted>(start);
}
