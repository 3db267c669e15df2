using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>The scanner: where a reply ends, and what may not stand where.</summary>
public sealed class RespFrameScannerTests
{
    public static TheoryData<string> Replies =>
    [
        "+OK\r\n",
        "$5\r\nhello\r\n",
        "$-1\r\n",
        "*0\r\n",
        "*2\r\n*1\r\n:1\r\n$2\r\nab\r\n",
        "%1\r\n+a\r\n*2\r\n:1\r\n_\r\n",
        "~2\r\n#t\r\n,1.5\r\n",
        ">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n",
        "|1\r\n+ttl\r\n:3600\r\n$1\r\na\r\n",
        "|1\r\n+ttl\r\n:3600\r\n*1\r\n|1\r\n+x\r\n+y\r\n:1\r\n",
        "|0\r\n|1\r\n+a\r\n+b\r\n:1\r\n",
        "$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;1\r\nd\r\n;0\r\n",
        "$?\r\n;0\r\n",
        "*?\r\n:1\r\n*?\r\n.\r\n:3\r\n.\r\n",
        "%?\r\n+a\r\n:1\r\n.\r\n",
        "~?\r\n$?\r\n;1\r\na\r\n;0\r\n.\r\n",
        "*3\r\n$?\r\n;1\r\na\r\n;0\r\n*?\r\n.\r\n%?\r\n.\r\n",
        "=15\r\ntxt:Some string\r\n",
    ];

    [Theory]
    [MemberData(nameof(Replies))]
    public void The_end_of_a_reply_is_found_wherever_it_is_cut(string wire)
    {
        var bytes = Wire.Bytes(wire + "+next\r\n");
        var end = wire.Length;
        Assert.True(new RespFrameScanner().TryScan(bytes, out var whole));
        Assert.Equal(end, whole);
        for (var cut = 0; cut <= end; cut++)
        {
            var scanner = new RespFrameScanner();
            var isThere = scanner.TryScan(bytes.AsSpan(0, cut), out var length);
            Assert.Equal(cut == end, isThere);
            if (!isThere)
            {
                Assert.InRange(scanner.BytesNeeded, 1, end - cut);
                Assert.True(scanner.TryScan(Wire.Crumbs(bytes), out var rest));
                Assert.Equal(end, rest);
            }
            else
            {
                Assert.Equal(end, length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_that_arrives_byte_by_byte_is_found_with_its_last_byte(string wire)
    {
        var bytes = Wire.Bytes(wire + wire);
        var scanner = new RespFrameScanner();
        foreach (var start in new[] { 0, wire.Length })
        {
            for (var length = 0; length <= wire.Length; length++)
            {
                var isThere = length % 2 == 0
                    ? scanner.TryScan(bytes.AsSpan(start, length), out _)
                    : scanner.TryScan(Wire.Crumbs(bytes.AsMemory(start, length)), out _);
                Assert.Equal(length == wire.Length, isThere);
            }
        }
    }

    [Theory]
    [InlineData(".\r\n", "end of a stream")]
    [InlineData(";1\r\na\r\n", "part of a streamed string")]
    [InlineData("*1\r\n.\r\n", "end of a stream")]
    [InlineData("*?\r\n;0\r\n", "part of a streamed string")]
    [InlineData("$?\r\n+a\r\n", "other than ';'")]
    [InlineData("$?\r\n.\r\n", "other than ';'")]
    [InlineData("$?\r\n|0\r\n", "other than ';'")]
    [InlineData("%?\r\n+a\r\n.\r\n", "without a value")]
    [InlineData("*?\r\n|0\r\n.\r\n", "after an attribute")]
    [InlineData("*?\r\n|1\r\n+a\r\n+b\r\n.\r\n", "after an attribute")]
    [InlineData("*1\r\n>1\r\n+a\r\n", "push inside")]
    public void What_may_not_stand_where_it_stands_is_refused(string wire, string reason)
    {
        var bytes = Wire.Bytes(wire);
        var refused = Assert.Throws<RespProtocolException>(() => new RespFrameScanner().TryScan(bytes, out _));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        var inPieces = Assert.Throws<RespProtocolException>(
            () => new RespFrameScanner().TryScan(Wire.Crumbs(bytes), out _));
        Assert.Equal(refused.Message, inPieces.Message);
    }

    [Fact]
    public void A_long_string_is_waited_for_by_its_length()
    {
        var scanner = new RespFrameScanner();
        Assert.False(scanner.TryScan("*2\r\n:1\r\n$1000\r\nab"u8, out _));
        Assert.Equal(1000, scanner.BytesNeeded);
        Assert.False(scanner.TryScan("*2\r\n:1\r\n$1000\r\nabc"u8, out _));
        Assert.Equal(999, scanner.BytesNeeded);
    }

    [Theory]
    [InlineData(900, "\r\n")]
    [InlineData(900, "\rx\r\n")]
    [InlineData(900, "\n")]
    [InlineData(1000, "\r\n")]
    [InlineData(1001, "\r\n")]
    [InlineData(1200, "")]
    public void A_long_line_is_judged_by_what_is_there_however_it_arrived(int length, string end)
    {
        var limits = new RespLimits { LineBytesMax = 1000 };
        var bytes = Wire.Bytes("*1\r\n+" + new string('x', length) + end);
        var arriving = new RespFrameScanner(limits);
        var arrivingInPieces = new RespFrameScanner(limits);
        for (var place = 0; place <= bytes.Length; place++)
        {
            var expected = Answer(new RespFrameScanner(limits), bytes, place, isCut: false);
            Assert.Equal(expected, Answer(arriving, bytes, place, isCut: false));
            Assert.Equal(expected, Answer(arrivingInPieces, bytes, place, isCut: true));
            if (expected.StartsWith("refused", StringComparison.Ordinal))
            {
                break;
            }
        }
    }

    [Fact]
    public void A_reply_that_was_begun_can_be_forgotten()
    {
        var scanner = new RespFrameScanner();
        Assert.False(scanner.TryScan("*2\r\n*1\r\n"u8, out _));
        scanner.Reset();
        Assert.True(scanner.TryScan("+OK\r\n"u8, out var length));
        Assert.Equal(5, length);
    }

    private static string Answer(RespFrameScanner scanner, byte[] bytes, int place, bool isCut)
    {
        try
        {
            var isThere = isCut
                ? scanner.TryScan(Wire.Cut(bytes.AsMemory(0, place), place / 3, place / 2), out var length)
                : scanner.TryScan(bytes.AsSpan(0, place), out int _);
            return isThere ? "whole" : $"needs {scanner.BytesNeeded}";
        }
        catch (RespProtocolException refused)
        {
            return $"refused {refused.Message}";
        }
    }
}
