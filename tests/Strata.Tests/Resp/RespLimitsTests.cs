using System.Buffers;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Limits: refused by name, however the bytes arrive.</summary>
public sealed class RespLimitsTests
{
    private const string FourOfNine = "*4\r\n$9\r\n123456789\r\n$9\r\n123456789\r\n$9\r\n123456789\r\n$9\r\n";

    private static readonly RespLimits Small = new()
    {
        DepthMax = 2,
        BulkBytesMax = 10,
        AggregateItemsMax = 4,
        LineBytesMax = 5,
        FrameBytesMax = 60,
    };

    [Theory]
    [InlineData("*1\r\n*1\r\n*1\r\n", nameof(RespLimits.DepthMax))]
    [InlineData("*1\r\n*1\r\n$?\r\n", nameof(RespLimits.DepthMax))]
    [InlineData("|1\r\n|1\r\n|1\r\n", nameof(RespLimits.DepthMax))]
    [InlineData("$11\r\n", nameof(RespLimits.BulkBytesMax))]
    [InlineData("!11\r\n", nameof(RespLimits.BulkBytesMax))]
    [InlineData("=11\r\n", nameof(RespLimits.BulkBytesMax))]
    [InlineData("$?\r\n;11\r\n", nameof(RespLimits.BulkBytesMax))]
    [InlineData("$9999999999\r\n", nameof(RespLimits.BulkBytesMax))]
    [InlineData("*5\r\n", nameof(RespLimits.AggregateItemsMax))]
    [InlineData("~5\r\n", nameof(RespLimits.AggregateItemsMax))]
    [InlineData("%3\r\n", nameof(RespLimits.AggregateItemsMax))]
    [InlineData("*?\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n", nameof(RespLimits.AggregateItemsMax))]
    [InlineData("+123456\r\n", nameof(RespLimits.LineBytesMax))]
    [InlineData("-123456\r\n", nameof(RespLimits.LineBytesMax))]
    [InlineData("(123456\r\n", nameof(RespLimits.LineBytesMax))]
    [InlineData("+123456", nameof(RespLimits.LineBytesMax))]
    [InlineData(FourOfNine + "123456789\r\n", nameof(RespLimits.FrameBytesMax))]
    [InlineData(FourOfNine, nameof(RespLimits.FrameBytesMax))]
    public void What_goes_beyond_a_limit_is_refused_by_its_name(string wire, string limit)
    {
        var bytes = Wire.Bytes(wire);
        var refused = Assert.Throws<RespProtocolException>(() => new RespFrameScanner(Small).TryScan(bytes, out _));
        Assert.Equal(limit, refused.Limit);
        Assert.Contains(limit, refused.Message, StringComparison.Ordinal);
        var inCrumbs = Assert.Throws<RespProtocolException>(
            () => new RespFrameScanner(Small).TryScan(Wire.Crumbs(bytes), out _));
        Assert.Equal(refused.Message, inCrumbs.Message);
        var scanner = new RespFrameScanner(Small);
        var arriving = Assert.Throws<RespProtocolException>(() =>
        {
            for (var length = 0; length <= bytes.Length; length++)
            {
                scanner.TryScan(bytes.AsSpan(0, length), out _);
            }
        });
        Assert.Equal(refused.Message, arriving.Message);
    }

    [Theory]
    [InlineData("*1\r\n*1\r\n:1\r\n")]
    [InlineData("$10\r\n1234567890\r\n")]
    [InlineData("*4\r\n_\r\n_\r\n_\r\n_\r\n")]
    [InlineData("%2\r\n_\r\n_\r\n_\r\n_\r\n")]
    [InlineData("*?\r\n:1\r\n:2\r\n:3\r\n:4\r\n.\r\n")]
    [InlineData("+12345\r\n")]
    [InlineData("(12345\r\n")]
    public void What_reaches_a_limit_is_accepted(string wire)
    {
        Assert.True(new RespFrameScanner(Small).TryScan(Wire.Bytes(wire), out var length));
        Assert.Equal(wire.Length, length);
        RespValue.Parse(Wire.Bytes(wire), Small).Dispose();
    }

    [Fact]
    public void A_limit_out_of_its_range_is_refused_with_name_value_and_range()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new RespLimits { DepthMax = 0 });
        Assert.Contains("DepthMax lies between 1 and 1024", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, refused.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RespLimits { BulkBytesMax = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => RespLimits.Default with { InlineBytesMax = 15 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RespLimits { LineBytesMax = int.MaxValue });
    }

    [Fact]
    public void A_tree_as_deep_as_allowed_is_read_and_written()
    {
        var limits = new RespLimits { DepthMax = 1024 };
        var wire = Wire.Bytes(string.Concat(Enumerable.Repeat("*1\r\n", 1024)) + ":1\r\n");
        using var value = RespValue.Parse(wire, limits);
        var bytes = new ArrayBufferWriter<byte>();
        new RespWriter(bytes).WriteValue(value);
        Assert.Equal(wire, bytes.WrittenSpan);
        byte[] deeper = [.. "*1\r\n"u8, .. wire];
        Assert.Throws<RespProtocolException>(() => RespValue.Parse(deeper, limits));
    }
}
