using System.Buffers;

namespace Strata.Resp;

/// <summary>
/// The elements that have begun and not ended, outermost first: told each element in order, it knows
/// when the outermost is whole, and refuses what may not stand where it stands.
/// </summary>
/// <remarks>
/// An attribute is an element that counts nowhere: when its pairs are there, the element they are about
/// is still to come. A streamed string holds nothing but parts, and a streamed map an even number of
/// elements. A push stands between replies only.
/// </remarks>
internal struct Nesting
{
    private const int RoomFirst = 8;

    private OpenElement[]? _open;
    private bool _isAttributePending;

    /// <summary>How many elements are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Takes note of the next element.</summary>
    /// <param name="header">Its first line.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="offset">Where it begins, for messages.</param>
    /// <returns>Whether the outermost element is whole with it.</returns>
    /// <exception cref="RespProtocolException">It may not stand here, or goes beyond a limit.</exception>
    public bool Take(in RespHeader header, RespLimits limits, long offset)
    {
        if (header.Type is RespType.StringPart or RespType.StreamEnd || IsInString())
        {
            return TakeInStream(header, offset);
        }

        if (header.Type == RespType.Push && Depth > 0)
        {
            Refusal.Because("A push inside another element", offset);
        }

        CheckRoom(limits, offset);
        _isAttributePending = false;
        if (header.Shape == RespShape.Stream)
        {
            Open(new OpenElement(header.Type, true, 0), limits, offset);
            return false;
        }

        if (header.Shape == RespShape.Items && header.Number > 0)
        {
            Open(new OpenElement(header.Type, false, header.Number), limits, offset);
            return false;
        }

        if (header.Type == RespType.Attribute)
        {
            _isAttributePending = true;
            return false;
        }

        return Depth == 0 || Complete();
    }

    /// <summary>Forgets everything and gives its memory back.</summary>
    public void Clear()
    {
        if (_open is { } open)
        {
            _open = null;
            ArrayPool<OpenElement>.Shared.Return(open);
        }

        Depth = 0;
        _isAttributePending = false;
    }

    /// <summary>A streamed aggregate announces nothing: its items are counted as they come.</summary>
    private readonly void CheckRoom(RespLimits limits, long offset)
    {
        if (Depth > 0 && _open![Depth - 1] is { IsStreamed: true, Items: var items }
            && items == limits.AggregateItemsMax)
        {
            Refusal.Limit(
                nameof(RespLimits.AggregateItemsMax), $"Item {items + 1}", limits.AggregateItemsMax, offset);
        }
    }

    private readonly bool IsInString() => Depth > 0 && _open![Depth - 1].Type == RespType.BulkString;

    /// <summary>
    /// An element that stands in a stream only, or the element after the beginning of a streamed
    /// string.
    /// </summary>
    private bool TakeInStream(in RespHeader header, long offset)
    {
        if (header.Type == RespType.StringPart && IsInString())
        {
            if (header.Number > 0)
            {
                return false;
            }

            Depth--;
            return Complete();
        }

        if (header.Type == RespType.StringPart)
        {
            Refusal.Because("A part of a streamed string where none has begun", offset);
        }

        if (IsInString())
        {
            Refusal.Because("An element other than ';' inside a streamed string", offset);
        }

        if (Depth == 0 || !_open![Depth - 1].IsStreamed)
        {
            Refusal.Because("The end of a stream where none has begun", offset);
        }

        if (_isAttributePending)
        {
            Refusal.Because("The end of a stream after an attribute, which needs an element", offset);
        }

        if (_open[Depth - 1] is { Type: RespType.Map, Items: var items } && items % 2 != 0)
        {
            Refusal.Because("The end of a streamed map after a key without a value", offset);
        }

        Depth--;
        return Complete();
    }

    /// <summary>An element is whole: counts it where it stands, and ends what is whole with it.</summary>
    private bool Complete()
    {
        while (Depth > 0)
        {
            ref var top = ref _open![Depth - 1];
            if (top.IsStreamed)
            {
                top.Items++;
                return false;
            }

            if (--top.Items > 0)
            {
                return false;
            }

            Depth--;
            if (top.Type == RespType.Attribute)
            {
                _isAttributePending = true;
                return false;
            }
        }

        return true;
    }

    private void Open(OpenElement element, RespLimits limits, long offset)
    {
        if (Depth == limits.DepthMax)
        {
            Refusal.Limit(
                nameof(RespLimits.DepthMax), $"An aggregate inside {Depth} others", limits.DepthMax, offset);
        }

        _open ??= ArrayPool<OpenElement>.Shared.Rent(RoomFirst);
        if (Depth == _open.Length)
        {
            var larger = ArrayPool<OpenElement>.Shared.Rent(2 * Depth);
            _open.CopyTo(larger, 0);
            ArrayPool<OpenElement>.Shared.Return(_open);
            _open = larger;
        }

        _open[Depth++] = element;
    }
}
