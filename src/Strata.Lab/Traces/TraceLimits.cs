namespace Strata.Lab.Traces;

/// <summary>What a trace may come to, so that a damaged file cannot fill the memory.</summary>
internal static class TraceLimits
{
    /// <summary>The most requests: half a gigabyte of keys.</summary>
    public const int RequestsMax = 1 << 26;

    /// <summary>The longest line, in bytes.</summary>
    public const int LineBytesMax = 1 << 16;

    /// <summary>The most bytes of different text keys.</summary>
    public const long KeyBytesMax = 1L << 28;
}
