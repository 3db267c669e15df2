using System.Runtime.CompilerServices;

namespace Strata.Resp;

/// <summary>
/// What a reader accepts. What goes beyond is refused with a <see cref="RespProtocolException"/> that
/// names the limit, as soon as it is announced; a reader never sets aside memory for what is announced
/// and has not arrived.
/// </summary>
public sealed record RespLimits
{
    /// <summary>The defaults of every property.</summary>
    public static RespLimits Default { get; } = new();

    /// <summary>
    /// The most aggregates inside one another, 1 to 1,024. Default 32: Redis's own replies need fewer
    /// than ten.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int DepthMax { get; init => field = Within(value, 1, 1024); } = 32;

    /// <summary>
    /// The most bytes of one bulk string, 1 to 2,000,000,000. Default 512 MiB: Redis's
    /// <c>proto-max-bulk-len</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int BulkBytesMax { get; init => field = Within(value, 1, 2_000_000_000); } = 512 * 1024 * 1024;

    /// <summary>
    /// The most elements of one aggregate of a reply, each pair of a map counted as two, 1 to
    /// 2,000,000,000. Default 128 Mi: Redis sends whole sets and hashes without a limit; this one tells
    /// a large reply from a broken one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int AggregateItemsMax { get; init => field = Within(value, 1, 2_000_000_000); } = 128 * 1024 * 1024;

    /// <summary>
    /// The most bytes of a simple string, an error or a big number, without its first byte and CR LF, 1
    /// to 16 MiB. Default 64 KiB: what Redis allows a line sent to it (<c>PROTO_INLINE_MAX_SIZE</c>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int LineBytesMax { get; init => field = Within(value, 1, 16 * 1024 * 1024); } = 64 * 1024;

    /// <summary>
    /// The most bytes of one whole reply or command, 1 to 2,000,000,000. Default 1 GiB: Redis's
    /// <c>client-query-buffer-limit</c>. It bounds what must be held to wait for the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int FrameBytesMax { get; init => field = Within(value, 1, 2_000_000_000); } = 1024 * 1024 * 1024;

    /// <summary>
    /// The most arguments of one command, its name included, 1 to 2,000,000,000. Default 1,048,576:
    /// Redis's limit of a multibulk request up to 6.2. Since 7.0 it takes what fits into 31 bits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int CommandItemsMax { get; init => field = Within(value, 1, 2_000_000_000); } = 1024 * 1024;

    /// <summary>
    /// The most bytes of an inline command's line, and of the lines that announce a length in a
    /// command, 16 to 16 MiB. Default 64 KiB: Redis's <c>PROTO_INLINE_MAX_SIZE</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside its range.</exception>
    public int InlineBytesMax { get; init => field = Within(value, 16, 16 * 1024 * 1024); } = 64 * 1024;

    private static int Within(int value, int min, int max, [CallerMemberName] string? name = null) =>
        value >= min && value <= max
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {min} and {max}.");
}
