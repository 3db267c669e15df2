namespace Strata;

/// <summary>
/// A layer could not do what it was asked. The message names the layer and the operation, never a value
/// or a password.
/// </summary>
public sealed class LayerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="operation">What it was asked to do, a verb such as "get".</param>
    /// <param name="kind">Why it could not.</param>
    /// <param name="reason">One sentence for people, without values or secrets.</param>
    /// <param name="innerException">What the layer's own parts threw, if anything.</param>
    public LayerException(
        string layer, string operation, FailureKind kind, string reason, Exception? innerException = null)
        : base($"layer '{layer}' failed to {operation}: {reason}", innerException)
    {
        Layer = layer;
        Operation = operation;
        Kind = kind;
    }

    /// <summary>The name of the layer.</summary>
    public string Layer { get; }

    /// <summary>What it was asked to do, a verb such as "get".</summary>
    public string Operation { get; }

    /// <summary>Why it could not.</summary>
    public FailureKind Kind { get; }

    /// <summary>Whether trying again may help.</summary>
    public bool IsRetryable => Kind is FailureKind.Transient or FailureKind.Timeout;

    /// <summary>
    /// The failure as a <see cref="LayerException"/>: itself if it is one, else wrapped and classified.
    /// </summary>
    internal static LayerException From(string layer, string operation, Exception failure) =>
        failure as LayerException
        ?? new LayerException(layer, operation, Classify(failure), failure.Message, failure);

    private static FailureKind Classify(Exception failure) => failure switch
    {
        TimeoutException or OperationCanceledException => FailureKind.Timeout,
        UnauthorizedAccessException => FailureKind.Authentication,
        IOException => FailureKind.Transient,
        ArgumentException or NotSupportedException or ObjectDisposedException => FailureKind.Permanent,
        _ => FailureKind.Unknown,
    };
}
