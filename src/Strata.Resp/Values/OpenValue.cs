namespace Strata.Resp;

/// <summary>An aggregate or streamed string whose end has not been read.</summary>
/// <param name="Type">The kind of element.</param>
/// <param name="FirstValue">Where its items begin on the stack of whole values.</param>
/// <param name="FirstByte">Where its text begins in the bytes of the tree.</param>
internal readonly record struct OpenValue(RespType Type, int FirstValue, int FirstByte);
