namespace Strata.Lab;

/// <summary>A log or report could not be read or written. The message is one sentence for people.</summary>
public sealed class RunLogException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence that names the file and, where there is one, the field.</param>
    /// <param name="innerException">What the system threw, if anything.</param>
    public RunLogException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
