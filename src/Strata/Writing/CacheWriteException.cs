namespace Strata;

/// <summary>
/// A set, remove or clear did not reach the layers its policy needs. <see cref="Result"/> says which took it.
/// </summary>
public sealed class CacheWriteException : Exception
{
    internal CacheWriteException(string operation, WritePolicy policy, WriteResult result)
        : base(
            $"{operation} did not satisfy the write policy {policy}: {result}. {Reasons(result)}",
            result.Layers.FirstOrDefault(o => o.Failure is not null).Failure)
    {
        Result = result;
    }

    /// <summary>What the write came to, layer by layer.</summary>
    public WriteResult Result { get; }

    private static string Reasons(WriteResult result) =>
        string.Join("; ", result.Layers.Where(o => o.Failure is not null).Select(o => o.Failure!.Message));
}
