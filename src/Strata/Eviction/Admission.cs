namespace Strata;

/// <summary>How a <see cref="TwoQueue"/> treats a newcomer.</summary>
internal enum Admission
{
    /// <summary>S3-FIFO: a key the ghost list remembers enters main; main is a clock of small counts.</summary>
    Ghost,

    /// <summary>TinyLFU: who leaves small must have been used more often than main's oldest idle entry.</summary>
    Duel,

    /// <summary>CLOCK, which is close to LRU: everything enters main, and one use buys one more round.</summary>
    Recency,
}
