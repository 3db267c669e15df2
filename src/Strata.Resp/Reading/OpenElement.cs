namespace Strata.Resp;

/// <summary>An element that has begun and waits for what belongs to it.</summary>
/// <param name="Type">The kind of element.</param>
/// <param name="IsStreamed">Whether it ends with a mark and not after a count.</param>
/// <param name="Items">The elements still to come; of a streamed one, how many came.</param>
internal record struct OpenElement(RespType Type, bool IsStreamed, long Items);
