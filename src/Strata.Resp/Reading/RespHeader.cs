namespace Strata.Resp;

/// <summary>The first line of an element, read.</summary>
/// <param name="Type">The kind of element.</param>
/// <param name="Shape">What follows.</param>
/// <param name="Length">The bytes of the line, from the first one to LF.</param>
/// <param name="Number">
/// Bytes of payload, items (pairs counted as two), the integer, the bits of the double, or 1 for true.
/// </param>
internal readonly record struct RespHeader(RespType Type, RespShape Shape, int Length, long Number)
{
    /// <summary>CR LF.</summary>
    public const int LineEndBytes = 2;

    /// <summary>Whether elements follow that belong to this one.</summary>
    public bool IsAggregate =>
        Shape == RespShape.Items || (Shape == RespShape.Stream && Type != RespType.BulkString);

    /// <summary>The bytes of line, payload and its CR LF.</summary>
    public long ElementBytes => Shape == RespShape.Payload ? Length + Number + LineEndBytes : Length;
}
