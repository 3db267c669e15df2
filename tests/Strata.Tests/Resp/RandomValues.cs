using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Values of every type, drawn at random.</summary>
internal sealed class RandomValues(Random random)
{
    private const int DepthMax = 4;

    /// <summary>A value that may stand at the beginning of a reply.</summary>
    public RespValue Next() => random.Next(20) == 0
        ? RespValue.FromItems(RespType.Push, [.. Items(random.Next(4), 1)])
        : Next(0);

    public byte[] Bytes()
    {
        var bytes = new byte[random.Next(random.Next(100) switch { 0 => 2_000, < 12 => 300, _ => 12 })];
        random.NextBytes(bytes);
        if (random.Next(3) == 0)
        {
            // What frames elements is the likeliest to confuse.
            const string Framing = "\r\n$*:+-_?.;0123456789";
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)Framing[random.Next(Framing.Length)];
            }
        }

        return bytes;
    }

    private RespValue Next(int depth)
    {
        var isDeep = depth < DepthMax && random.Next(3) == 0;
        return (isDeep ? random.Next(4) : 4 + random.Next(12)) switch
        {
            0 => RespValue.FromItems(RespType.Array, [.. Items(random.Next(6), depth + 1)]),
            1 => RespValue.FromItems(RespType.Set, [.. Items(random.Next(6), depth + 1)]),
            2 => RespValue.FromItems(RespType.Map, [.. Items(2 * random.Next(4), depth + 1)]),
            3 => RespValue.FromAttribute(Next(depth), [.. Items(2 * random.Next(3), depth + 1)]),
            4 => RespValue.FromInteger(Integer()),
            5 => RespValue.FromDouble(Double()),
            6 => RespValue.FromBoolean(random.Next(2) == 0),
            7 => RespValue.FromText(RespType.SimpleString, Line()),
            8 => RespValue.FromText(RespType.Error, Line()),
            9 => RespValue.FromText(RespType.BulkError, Bytes()),
            10 => RespValue.FromText(RespType.BigNumber, Digits()),
            11 => RespValue.FromVerbatim(random.Next(2) == 0 ? "txt"u8 : "m:d"u8, Bytes()),
            12 => RespValue.Null,
            _ => RespValue.FromText(RespType.BulkString, Bytes()),
        };
    }

    private List<RespValue> Items(int count, int depth) =>
        [.. Enumerable.Range(0, count).Select(_ => Next(depth))];

    private byte[] Line()
    {
        var line = Bytes();
        line.AsSpan().Replace((byte)'\r', (byte)'r');
        line.AsSpan().Replace((byte)'\n', (byte)'n');
        return line;
    }

    private long Integer() => random.Next(3) switch
    {
        0 => random.Next(-20, 20),
        1 => random.NextInt64(long.MinValue, long.MaxValue),
        _ => long.MinValue >> random.Next(64),
    };

    private double Double() => random.Next(6) switch
    {
        0 => double.NaN,
        1 => random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity,
        2 => random.Next(-100, 100),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        _ => Math.Round(random.NextDouble() * 1000, 3),
    };

    private byte[] Digits()
    {
        var digits = new byte[1 + random.Next(60)];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = (byte)('0' + random.Next(10));
        }

        digits[0] = digits.Length > 1 && random.Next(2) == 0 ? (byte)'-' : digits[0];
        return digits;
    }
}
