using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Commands as clients send them, and Redis's words for what is none.</summary>
public sealed class RespCommandReaderTests
{
    private const string Error = "ERR Protocol error: ";

    public static TheoryData<string, string[]> Commands => new()
    {
        { "*1\r\n$4\r\nPING\r\n", ["array [PING]", "0 left"] },
        { "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n", ["array [SET] [k] []", "0 left"] },
        { "*2\r\n$3\r\nGET\r\n$4\r\n\r\n\x00\xff\r\n", ["array [GET] [\\r\\n\\x00\\xff]", "0 left"] },
        { "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n*1\r\n", ["array [PING]", "array [PING]", "4 left"] },
        { "*0\r\n*-1\r\n*-10\r\n\r\n\n  \r\n*1\r\n$1\r\na\r\n", ["array [a]", "0 left"] },
        { "*1\r\n$1\r\naxx*1\r\n$1\r\nbyy", ["array [a]", "array [b]", "0 left"] },
        { "*1\rx$1\ry\0zz", ["array [\\x00]", "0 left"] },
        { "PING\r\n", ["inline [PING]", "0 left"] },
        { "PING\nPING\n", ["inline [PING]", "inline [PING]", "0 left"] },
        { "  SET\tk  v \r\n", ["inline [SET] [k] [v]", "0 left"] },
        { "SET k \"a b\\n\\r\\t\\b\\a\\\\\\\"\\x41\\xfF\\q\\x4\"\r\n", ["inline [SET] [k] [a b\\n\\r\\x09\\x08\\x07\\\\\"A\\xffqx4]", "0 left"] },
        { "SET k 'a \"\\n\\'b'\r\n", ["inline [SET] [k] [a \"\\\\n'b]", "0 left"] },
        { "SET k \"\" ''\r\n", ["inline [SET] [k] [] []", "0 left"] },
        { "SET a\"b c\"\r\n", ["inline [SET] [ab c]", "0 left"] },
        { "a\vb \vc\r\n", ["inline [a\\x0bb] [c]", "0 left"] },
        { "GET a\0b\r\nPING\r\n", ["inline [GET] [a]", "inline [PING]", "0 left"] },
        { "GET a\rb\r\n", ["inline [GET] [a] [b]", "0 left"] },
    };

    public static TheoryData<string, string> Nonsense => new()
    {
        { "*x\r\n", "invalid multibulk length" },
        { "*\r\n", "invalid multibulk length" },
        { "*+1\r\n", "invalid multibulk length" },
        { "*01\r\n", "invalid multibulk length" },
        { "*-0\r\n", "invalid multibulk length" },
        { "* 1\r\n", "invalid multibulk length" },
        { "*1048577\r\n", "invalid multibulk length" },
        { "*99999999999999999999\r\n", "invalid multibulk length" },
        { "*1\r\n:1\r\n", "expected '$', got ':'" },
        { "*1\r\n\r\n", "expected '$', got ' '" },
        { "*1\r\n\xff\r\n", "expected '$', got '\\xff'" },
        { "*1\r\nx5\r\nhello\r\n", "expected '$', got 'x'" },
        { "*1\r\n$\r\n", "invalid bulk length" },
        { "*1\r\n$-1\r\n", "invalid bulk length" },
        { "*1\r\n$x\r\n", "invalid bulk length" },
        { "*1\r\n$007\r\n", "invalid bulk length" },
        { "*1\r\n$536870913\r\n", "invalid bulk length" },
        { "GET \"a\r\n", "unbalanced quotes in request" },
        { "GET 'a\r\n", "unbalanced quotes in request" },
        { "GET \"a\"b\r\n", "unbalanced quotes in request" },
        { "GET 'a'b\r\n", "unbalanced quotes in request" },
        { "GET \"a\\\r\n", "unbalanced quotes in request" },
        { "GET \"a\0\"\r\n", "unbalanced quotes in request" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_are_read_however_they_arrive(string wire, string[] expected) =>
        AllAgree(Wire.Bytes(wire), expected);

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void What_is_no_command_is_refused_with_the_words_of_Redis(string wire, string reason) =>
        AllAgree(Wire.Bytes("*1\r\n$4\r\nPING\r\n" + wire), ["array [PING]", Error + reason]);

    [Fact]
    public void A_line_that_is_too_long_is_refused_however_it_arrives()
    {
        var limits = new RespLimits { InlineBytesMax = 20 };
        AllAgree(Wire.Bytes(new string('x', 20) + "\r\n"), [Error + "too big inline request"], limits);
        AllAgree(Wire.Bytes(new string('x', 20) + "\n"), [$"inline [{new string('x', 20)}]", "0 left"], limits);
        AllAgree(Wire.Bytes(new string('x', 19) + "\r\n"), [$"inline [{new string('x', 19)}]", "0 left"], limits);
        AllAgree(Wire.Bytes(new string('x', 21)), [Error + "too big inline request"], limits);
        AllAgree(Wire.Bytes("*" + new string('1', 20)), [Error + "too big mbulk count string"], limits);
        AllAgree(Wire.Bytes("*1\r\n$" + new string('1', 20)), [Error + "too big bulk count string"], limits);
        AllAgree(Wire.Bytes("*1\r\n$" + new string('1', 19)), ["24 left"], limits);
    }

    [Fact]
    public void Who_has_not_authenticated_may_send_little()
    {
        Assert.Equal(
            [Error + "unauthenticated multibulk length"],
            CommandTranscript.Of("*11\r\n"u8, isStranger: true));
        Assert.Equal(
            [Error + "unauthenticated bulk length"],
            CommandTranscript.Of("*10\r\n$16385\r\n"u8, isStranger: true));
        Assert.Equal(["13 left"], CommandTranscript.Of("*10\r\n$16384\r\n"u8, isStranger: true));
        Assert.Equal(["13 left"], CommandTranscript.Of("*11\r\n$16385\r\n"u8));
    }

    [Fact]
    public void Limits_are_named()
    {
        var limits = new RespLimits { CommandItemsMax = 2, BulkBytesMax = 10, FrameBytesMax = 30, InlineBytesMax = 16 };
        Assert.Equal(nameof(RespLimits.CommandItemsMax), Refused("*3\r\n").Limit);
        Assert.Equal(nameof(RespLimits.BulkBytesMax), Refused("*1\r\n$11\r\n").Limit);
        Assert.Equal(nameof(RespLimits.InlineBytesMax), Refused(new string('x', 17)).Limit);
        var tooLong = Refused("*2\r\n$10\r\n0123456789\r\n$10\r\n");
        Assert.Equal(nameof(RespLimits.FrameBytesMax), tooLong.Limit);
        Assert.True(tooLong.ErrorText.IsEmpty);

        RespProtocolException Refused(string wire) => Assert.Throws<RespProtocolException>(() =>
        {
            ReadOnlySpan<byte> buffer = Wire.Bytes(wire);
            new RespCommandReader(limits).TryRead(ref buffer, out _);
        });
    }

    [Fact]
    public void How_many_bytes_of_an_argument_are_missing_is_known()
    {
        var reader = new RespCommandReader();
        var buffer = "*2\r\n$3\r\nGET\r\n$100\r\nab"u8;
        var length = buffer.Length;
        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.Equal(length, buffer.Length);
        Assert.Equal(100, reader.BytesNeeded);
        var pieces = Wire.Crumbs("*2\r\n$3\r\nGET\r\n$100\r\nabc"u8.ToArray());
        Assert.False(reader.TryRead(ref pieces, out _));
        Assert.Equal(99, reader.BytesNeeded);
    }

    [Fact]
    public void A_command_that_was_begun_can_be_forgotten()
    {
        var reader = new RespCommandReader();
        var pieces = Wire.Crumbs("*2\r\n$3\r\nGET\r\n$1"u8.ToArray());
        Assert.False(reader.TryRead(ref pieces, out _));
        reader.Reset();
        var buffer = "PING\r\n"u8;
        Assert.True(reader.TryRead(ref buffer, out var command));
        Assert.True(command.Name.SequenceEqual("PING"u8));
        Assert.True(command.IsInline);
    }

    [Fact]
    public void A_command_of_many_arguments_in_crumbs_is_read_in_the_time_of_one()
    {
        const int Count = 20_000;
        var wire = Wire.Bytes($"*{Count}\r\n" + string.Concat(Enumerable.Range(0, Count).Select(_ => "$1\r\na\r\n")));
        var reader = new RespCommandReader();
        var pieces = Wire.Crumbs(wire);
        Assert.True(reader.TryRead(ref pieces, out var command));
        Assert.Equal(Count, command.Count);
        Assert.Equal(0, pieces.Length);
    }

    private static void AllAgree(byte[] wire, string[] expected, RespLimits? limits = null)
    {
        var every = Enumerable.Range(0, wire.Length).ToArray();
        Assert.Equal(expected, CommandTranscript.Of(wire, limits));
        Assert.Equal(expected, CommandTranscript.OfArriving(wire, every, limits));
        Assert.Equal(expected, CommandTranscript.OfPieces(wire, [], every, limits));
        Assert.Equal(expected, CommandTranscript.OfPieces(wire, every, every, limits));
        foreach (var place in every)
        {
            Assert.Equal(expected, CommandTranscript.OfArriving(wire, [place], limits));
            Assert.Equal(expected, CommandTranscript.OfPieces(wire, [], [place], limits));
        }
    }
}
