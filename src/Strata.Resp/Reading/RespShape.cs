namespace Strata.Resp;

/// <summary>What follows the first line of an element.</summary>
internal enum RespShape : byte
{
    /// <summary>Nothing: the line is the element.</summary>
    Line,

    /// <summary>Nothing: the line says null.</summary>
    Null,

    /// <summary>Nothing: the line ends a stream.</summary>
    End,

    /// <summary>As many bytes as announced, then CR LF.</summary>
    Payload,

    /// <summary>As many elements as announced.</summary>
    Items,

    /// <summary>Parts or elements, until one says that it is the end.</summary>
    Stream,
}
