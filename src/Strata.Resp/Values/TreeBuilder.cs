namespace Strata.Resp;

/// <summary>
/// Builds the value of one element from the elements a reader reads.
/// </summary>
/// <remarks>
/// Values that are whole wait on a stack until the aggregate they belong to is whole; then they move to
/// the end of the tree, where they lie side by side, and the aggregate takes their place on the stack.
/// So it does not matter whether an aggregate announced its items, and no announcement is believed. An
/// attribute waits in front of the value it is about, and is joined with it or, if nobody asked for
/// attributes, dropped. <see cref="Nesting"/> says what is whole.
/// </remarks>
internal ref struct TreeBuilder
{
    private readonly bool _keepsAttributes;
    private RespTree? _tree;
    private Nesting _nesting;
    private PooledList<OpenValue> _open;
    private PooledList<RespValue> _stack;
    private PooledList<RespValue> _values;
    private PooledList<byte> _bytes;

    public TreeBuilder(bool keepsAttributes) => _keepsAttributes = keepsAttributes;

    /// <summary>Reads the next element with all that belongs to it.</summary>
    public RespValue Read(ref RespReader reader)
    {
        try
        {
            var start = reader.Consumed;
            bool isWhole;
            do
            {
                var offset = reader.Consumed;
                reader.Read();
                Refusal.IfFrameIsTooLong(reader.Consumed - start, reader.Limits, offset);
                isWhole = _nesting.Take(reader.Header, reader.Limits, offset);
                if (isWhole && _tree is null)
                {
                    return RespValue.Scalar(reader);
                }

                Add(reader);
            }
            while (!isWhole);

            return Finish();
        }
        finally
        {
            _nesting.Clear();
            _open.Return();
            _stack.Return();
            _values.Return();
            _bytes.Return();
        }
    }

    private void Add(in RespReader reader)
    {
        _tree ??= new RespTree();
        switch (reader.Type)
        {
            case RespType.StringPart:
                reader.CopyValueTo(_bytes.Extend(reader.ValueLength));
                break;
            case RespType.StreamEnd:
                break;
            default:
                if (reader.Header.Shape is RespShape.Items or RespShape.Stream)
                {
                    _open.Add(new OpenValue(reader.Type, _stack.Count, _bytes.Count));
                }
                else
                {
                    Push(Scalar(reader));
                }

                break;
        }

        // An empty aggregate is whole at once; the last item ends all that end with it.
        while (_open.Count > _nesting.Depth)
        {
            Close();
        }
    }

    private RespValue Scalar(in RespReader reader)
    {
        var header = reader.Header;
        if (!ScalarText.IsHeldBy(header.Type) || header.Shape == RespShape.Null)
        {
            return RespValue.Scalar(reader);
        }

        var start = _bytes.Count;
        reader.CopyTextTo(_bytes.Extend(reader.TextLength));
        return new RespValue(header.Type, ValueFlags.None, _tree, start, reader.TextLength);
    }

    private void Close()
    {
        var open = _open.Span[^1];
        _open.RemoveFrom(_open.Count - 1);
        if (open.Type == RespType.BulkString)
        {
            Push(new RespValue(
                RespType.BulkString, ValueFlags.None, _tree, open.FirstByte, _bytes.Count - open.FirstByte));
            return;
        }

        var items = _stack.Span[open.FirstValue..];
        if (open.Type == RespType.Attribute && !_keepsAttributes)
        {
            _stack.RemoveFrom(open.FirstValue);
            return;
        }

        var flags = open.Type == RespType.Attribute ? ValueFlags.Pending : ValueFlags.None;
        var value = new RespValue(open.Type, flags, _tree, _values.Count, items.Length);
        items.CopyTo(_values.Extend(items.Length));
        _stack.RemoveFrom(open.FirstValue);
        Push(value);
    }

    private void Push(RespValue value)
    {
        var floor = _open.Count > 0 ? _open.Span[^1].FirstValue : 0;
        while (!value.IsPending && _stack.Count > floor && _stack.Span[^1].IsPending)
        {
            value = Join(_stack.Span[^1], value);
            _stack.RemoveFrom(_stack.Count - 1);
        }

        _stack.Add(value);
    }

    private RespValue Join(RespValue pairs, RespValue value)
    {
        var first = _values.Count;
        _values.Add(pairs.AsMap());
        _values.Add(value);
        return new RespValue(RespType.Attribute, ValueFlags.None, _tree, first, 2);
    }

    private RespValue Finish()
    {
        var root = _stack.Span[0];
        if (!root.IsIn(_tree!))
        {
            return root;
        }

        root = root.AsOwner();
        var count = _values.Count;
        _tree!.Hold(_values.Take(), count, _bytes.Take());
        return root;
    }
}
