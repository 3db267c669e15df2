namespace Strata.Resp;

/// <summary>
/// The bytes are not RESP, or go beyond a limit. What follows them has no meaning any more: the
/// connection must be closed. The message says what was found, where, and what is allowed; it holds no
/// value, at most one byte of what was sent.
/// </summary>
public sealed class RespProtocolException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, and what is allowed.</param>
    /// <param name="offset">Where, in bytes from the beginning of what was read.</param>
    /// <param name="limit">
    /// The name of the limit that was exceeded, a property of <see cref="RespLimits"/>; else null.
    /// </param>
    /// <param name="errorText">What a server answers; empty where nothing is answered.</param>
    public RespProtocolException(
        string message, long offset, string? limit = null, ReadOnlyMemory<byte> errorText = default)
        : base(message)
    {
        Offset = offset;
        Limit = limit;
        ErrorText = errorText;
    }

    /// <summary>
    /// Where it was found, in bytes from the beginning of the input of a <see cref="RespReader"/>, or
    /// of the reply or command that was being read.
    /// </summary>
    public long Offset { get; }

    /// <summary>
    /// The name of the exceeded limit, a property of <see cref="RespLimits"/>; null if it was no limit.
    /// </summary>
    public string? Limit { get; }

    /// <summary>
    /// What Redis answers to a client that sent this, byte for byte, without the leading minus and CR
    /// LF: the last reply before the connection is closed. Empty for the RESP that a client reads.
    /// </summary>
    public ReadOnlyMemory<byte> ErrorText { get; }
}
