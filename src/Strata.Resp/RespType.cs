namespace Strata.Resp;

/// <summary>
/// The kinds of elements on the wire. A value is the byte its element begins with; each element's first
/// line ends in CR LF, written ␍␊ below. Source: the RESP3 specification and the manual page "Redis
/// serialization protocol".
/// </summary>
public enum RespType : byte
{
    /// <summary>No element: nothing was read yet.</summary>
    None = 0,

    /// <summary>A line of text, <c>+OK␍␊</c>. It holds neither CR nor LF.</summary>
    SimpleString = (byte)'+',

    /// <summary>A line that says what went wrong, <c>-ERR unknown command␍␊</c>.</summary>
    Error = (byte)'-',

    /// <summary>A signed 64-bit integer, <c>:-42␍␊</c>.</summary>
    Integer = (byte)':',

    /// <summary>
    /// Any bytes, counted: <c>$5␍␊hello␍␊</c>. Null in RESP2 is <c>$-1␍␊</c>. Streamed, its length
    /// being unknown when it begins: <c>$?␍␊</c>, then <see cref="StringPart"/> elements.
    /// </summary>
    BulkString = (byte)'$',

    /// <summary>
    /// Elements in order, counted: <c>*2␍␊:1␍␊:2␍␊</c>. Null in RESP2 is <c>*-1␍␊</c>. Streamed:
    /// <c>*?␍␊</c>, elements, <see cref="StreamEnd"/>. A command is an array of bulk strings.
    /// </summary>
    Array = (byte)'*',

    /// <summary>Nothing, <c>_␍␊</c>. RESP3.</summary>
    Null = (byte)'_',

    /// <summary>
    /// A floating-point number, <c>,1.5␍␊</c>, <c>,inf␍␊</c>, <c>,-inf␍␊</c> or <c>,nan␍␊</c>. RESP3.
    /// </summary>
    Double = (byte)',',

    /// <summary>True or false, <c>#t␍␊</c> or <c>#f␍␊</c>. RESP3.</summary>
    Boolean = (byte)'#',

    /// <summary>
    /// An integer of any size in decimal digits, <c>(3492890328409238509324850943850943825024385␍␊</c>.
    /// RESP3.
    /// </summary>
    BigNumber = (byte)'(',

    /// <summary>An error of any bytes, counted: <c>!5␍␊ERR x␍␊</c>. RESP3.</summary>
    BulkError = (byte)'!',

    /// <summary>
    /// A string for people with its format, three bytes and a colon that count as well:
    /// <c>=8␍␊txt:text␍␊</c>, or <c>mkd</c> for Markdown. RESP3.
    /// </summary>
    VerbatimString = (byte)'=',

    /// <summary>
    /// Keys and values by turns, pairs counted: <c>%1␍␊+key␍␊:1␍␊</c>. Streamed: <c>%?␍␊</c>. RESP3.
    /// </summary>
    Map = (byte)'%',

    /// <summary>
    /// Elements without an order, counted: <c>~2␍␊:1␍␊:2␍␊</c>. Streamed: <c>~?␍␊</c>. RESP3.
    /// </summary>
    Set = (byte)'~',

    /// <summary>
    /// What the server says unasked, such as an invalidation: <c>&gt;2␍␊+invalidate␍␊*1␍␊$1␍␊k␍␊</c>.
    /// It stands between replies, never inside one, and answers nothing. RESP3.
    /// </summary>
    Push = (byte)'>',

    /// <summary>
    /// Keys and values about the element that follows, which a reader may pass over:
    /// <c>|1␍␊+ttl␍␊:3600␍␊</c>. It counts as no item of what it stands in. RESP3.
    /// </summary>
    Attribute = (byte)'|',

    /// <summary>
    /// A part of a streamed string, <c>;4␍␊part␍␊</c>; the last one is empty, <c>;0␍␊</c>. RESP3.
    /// </summary>
    StringPart = (byte)';',

    /// <summary>The end of a streamed array, map or set, <c>.␍␊</c>. RESP3.</summary>
    StreamEnd = (byte)'.',
}
