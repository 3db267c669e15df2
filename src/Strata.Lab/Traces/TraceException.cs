namespace Strata.Lab.Traces;

/// <summary>A trace could not be read. The message is one sentence for people that names the file.</summary>
public sealed class TraceException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence: the file, the place in it, what stands there, what is allowed.</param>
    /// <param name="innerException">What the system threw, if anything.</param>
    public TraceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
