namespace Strata.Lab.Traces;

/// <summary>How the requests of a trace are written down. Each may be compressed with gzip.</summary>
public enum TraceFormat
{
    /// <summary>
    /// Text, a line <c>start count ignored ignored</c>: <c>count</c> requests for the keys start, start + 1, …
    /// The form of the traces of Megiddo and Modha (ARC, FAST 2003).
    /// </summary>
    Lis,

    /// <summary>One big-endian integer of 32 bits for each request.</summary>
    Trace,

    /// <summary>Text, one key a line, whatever it says; empty lines are passed over.</summary>
    Text,
}
