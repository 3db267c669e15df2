using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>The reader against the vectors of the specification, and against what is no RESP.</summary>
public sealed class RespReaderTests
{
    public static TheoryData<string, string> Vectors => new()
    {
        { "+OK\r\n", "SimpleString 'OK'" },
        { "+\r\n", "SimpleString ''" },
        { "-ERR unknown command 'asdf'\r\n", "Error 'ERR unknown command 'asdf''" },
        { ":0\r\n", "Integer '0' integer 0 double 0 boolean False" },
        { ":1\r\n", "Integer '1' integer 1 double 1 boolean True" },
        { ":-42\r\n", "Integer '-42' integer -42 double -42" },
        { ":+7\r\n", "Integer '+7' integer 7 double 7" },
        { ":9223372036854775807\r\n", "Integer '9223372036854775807' integer 9223372036854775807 double 9.223372036854776E+18" },
        { ":-9223372036854775808\r\n", "Integer '-9223372036854775808' integer -9223372036854775808 double -9.223372036854776E+18" },
        { "$5\r\nhello\r\n", "BulkString 'hello'" },
        { "$0\r\n\r\n", "BulkString ''" },
        { "$4\r\n\r\n\x00\xff\r\n", "BulkString '\\r\\n\\x00\\xff'" },
        { "$2\r\n17\r\n", "BulkString '17' integer 17 double 17" },
        { "$-1\r\n", "BulkString '' null" },
        { "$?\r\n", "BulkString '' streamed" },
        { ";4\r\nHell\r\n", "StringPart 'Hell'" },
        { ";0\r\n", "StringPart ''" },
        { "*0\r\n", "Array ''" },
        { "*3\r\n", "Array '' items 3" },
        { "*-1\r\n", "Array '' null" },
        { "*?\r\n", "Array '' streamed" },
        { ".\r\n", "StreamEnd ''" },
        { "_\r\n", "Null '' null" },
        { "#t\r\n", "Boolean 't' boolean True" },
        { "#f\r\n", "Boolean 'f' boolean False" },
        { ",1.23\r\n", "Double '1.23' double 1.23" },
        { ",10\r\n", "Double '10' double 10" },
        { ",-1.5e-7\r\n", "Double '-1.5e-7' double -1.5E-07" },
        { ",1E5\r\n", "Double '1E5' double 100000" },
        { ",inf\r\n", "Double 'inf' double Infinity" },
        { ",-inf\r\n", "Double '-inf' double -Infinity" },
        { ",nan\r\n", "Double 'nan' double NaN" },
        { ",-nan\r\n", "Double '-nan' double NaN" },
        {
            "(3492890328409238509324850943850943825024385\r\n",
            "BigNumber '3492890328409238509324850943850943825024385' double 3.492890328409238E+42"
        },
        { "(-1\r\n", "BigNumber '-1' integer -1 double -1" },
        { "!21\r\nSYNTAX invalid syntax\r\n", "BulkError 'SYNTAX invalid syntax'" },
        { "=15\r\ntxt:Some string\r\n", "VerbatimString 'Some string' as txt" },
        { "=4\r\nmkd:\r\n", "VerbatimString '' as mkd" },
        { "%2\r\n", "Map '' items 4" },
        { "%?\r\n", "Map '' streamed" },
        { "~5\r\n", "Set '' items 5" },
        { "~?\r\n", "Set '' streamed" },
        { ">4\r\n", "Push '' items 4" },
        { "|1\r\n", "Attribute '' items 2" },
    };

    public static TheoryData<string, int, string> Nonsense => new()
    {
        { "HTTP/1.1 400 Bad Request\r\n", 0, "'H' (0x48) at offset 0 begins no element" },
        { "\r\n", 0, "Byte 0x0D at offset 0 begins no element" },
        { "+OK\n", 3, "Byte 0x0A at offset 3; CR" },
        { "+OK\rX", 4, "'X' (0x58) at offset 4; LF" },
        { "+a\nb\r\n", 2, "CR" },
        { ":\r\n", 1, "a decimal digit" },
        { ":-\r\n", 2, "a decimal digit" },
        { ":1a\r\n", 2, "CR" },
        { ": 1\r\n", 1, "a decimal digit" },
        { ":9223372036854775808\r\n", 0, "64 bits" },
        { ":-9223372036854775809\r\n", 0, "64 bits" },
        { ":99999999999999999999\r\n", 0, "64 bits" },
        { "$\r\n", 1, "a length" },
        { "$+5\r\nhello\r\n", 1, "a length" },
        { "$-2\r\n", 2, "'1'" },
        { "$-1x\r\n", 3, "CR" },
        { "$05\r\nhello\r\n", 0, "leading zero" },
        { "$00\r\n", 0, "leading zero" },
        { "$5x\r\n", 2, "CR" },
        { "$5\rhello", 3, "LF" },
        { "$99999999999\r\n", 0, "more than 10 digits" },
        { "$5\r\nhelloxx", 9, "CR after the announced bytes" },
        { "$5\r\nhello\rx", 10, "LF" },
        { "*-2\r\n", 2, "'1'" },
        { "*+1\r\n", 1, "a length" },
        { "%-1\r\n", 1, "a length" },
        { "~-1\r\n", 1, "a length" },
        { ">-1\r\n", 1, "a length" },
        { "|-1\r\n", 1, "a length" },
        { "!-1\r\n", 1, "a length" },
        { "=-1\r\n", 1, "a length" },
        { ";-1\r\n", 1, "a length" },
        { ">?\r\n", 1, "a length" },
        { "|?\r\n", 1, "a length" },
        { "!?\r\n", 1, "a length" },
        { "_x\r\n", 1, "CR" },
        { "#T\r\n", 1, "t or f" },
        { "#true\r\n", 2, "CR" },
        { ",\r\n", 0, "double" },
        { ",1.2.3\r\n", 0, "double" },
        { ",1e999\r\n", 0, "double" },
        { ",0x10\r\n", 0, "double" },
        { ",Infinity\r\n", 0, "double" },
        { "(\r\n", 0, "big number" },
        { "(12a\r\n", 0, "big number" },
        { "=3\r\ntxt\r\n", 0, "verbatim string of 3 bytes" },
        { "=8\r\ntext:abc\r\n", 7, "':' after the format" },
        { "..\r\n", 1, "CR" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void An_element_of_the_specification_is_read(string wire, string expected)
    {
        var bytes = Wire.Bytes(wire);
        List<string> lines = [expected, $"needs 1 at {bytes.Length}"];
        Assert.Equal(lines, Transcript.Of(bytes));
        Assert.Equal(lines, Transcript.Of(Wire.Crumbs(bytes)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void An_element_that_is_not_all_there_is_neither_read_nor_refused(string wire, string expected)
    {
        Assert.NotEmpty(expected);
        var bytes = Wire.Bytes(wire);
        for (var length = 0; length < bytes.Length; length++)
        {
            var line = Assert.Single(Transcript.Of(bytes.AsSpan(0, length)));
            Assert.StartsWith("needs", line, StringComparison.Ordinal);
            Assert.Equal([line], Transcript.Of(Wire.Crumbs(bytes.AsMemory(0, length))));
        }
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void What_is_no_element_is_refused_where_it_stands(string wire, int offset, string reason)
    {
        var bytes = Wire.Bytes(wire);
        var refused = Assert.Throws<RespProtocolException>(() => new RespReader(bytes).TryRead());
        Assert.Equal(offset, refused.Offset);
        Assert.Null(refused.Limit);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        var inPieces = Assert.Throws<RespProtocolException>(() => new RespReader(Wire.Crumbs(bytes)).TryRead());
        Assert.Equal(refused.Message, inPieces.Message);
    }

    [Fact]
    public void How_many_bytes_of_a_string_are_missing_is_known()
    {
        var reader = new RespReader("$1000\r\nabc"u8);
        Assert.False(reader.TryRead());
        Assert.Equal(999, reader.BytesNeeded);
        Assert.Equal(0, reader.Consumed);
    }

    [Fact]
    public void A_value_in_one_piece_is_not_split_although_its_element_is()
    {
        var reader = new RespReader(Wire.Cut("$5\r\nhello\r\n+OK\r\n"u8.ToArray(), 2, 4, 9, 10));
        reader.Read();
        Assert.False(reader.IsSplit);
        Assert.True(reader.ValueSpan.SequenceEqual("hello"u8));
        reader.Read();
        Assert.Equal("OK", reader.GetString());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void A_value_in_several_pieces_says_so_and_can_be_copied()
    {
        var reader = new RespReader(Wire.Cut("$5\r\nhello\r\n"u8.ToArray(), 6));
        reader.Read();
        Assert.True(reader.IsSplit);
        Assert.Equal(5, reader.ValueLength);
        Assert.Equal("hello", reader.GetString());
        Assert.True(reader.ValueEquals("hello"u8));
        Assert.False(reader.ValueEquals("hallo"u8));
        Assert.False(reader.ValueEquals("hell"u8));
        var copy = new byte[5];
        reader.CopyValueTo(copy);
        Assert.Equal("hello"u8, copy);
        try
        {
            _ = reader.ValueSpan;
            Assert.Fail("There is no span of a value in pieces.");
        }
        catch (InvalidOperationException)
        {
        }
    }

    [Theory]
    [InlineData("*2\r\n:1\r\n*1\r\n+a\r\n+next\r\n")]
    [InlineData("|1\r\n+ttl\r\n:3\r\n+next\r\n")]
    [InlineData("|1\r\n|1\r\n+a\r\n+b\r\n+ttl\r\n:3\r\n+next\r\n")]
    [InlineData("*?\r\n%?\r\n.\r\n.\r\n+next\r\n")]
    [InlineData("$?\r\n;1\r\na\r\n;0\r\n+next\r\n")]
    [InlineData("$1\r\na\r\n+next\r\n")]
    [InlineData("*-1\r\n+next\r\n")]
    [InlineData("|0\r\n+next\r\n")]
    public void What_belongs_to_an_element_is_skipped(string wire)
    {
        var bytes = Wire.Bytes(wire);
        var reader = new RespReader(bytes);
        reader.Read();
        var before = Transcript.Describe(reader);
        Assert.True(reader.TrySkipItems());
        Assert.Equal(before, Transcript.Describe(reader));
        reader.Read();
        Assert.Equal("next", reader.GetString());

        var start = new RespReader(bytes);
        start.Read();
        for (var length = (int)start.Consumed; length < bytes.Length - "+next\r\n".Length; length++)
        {
            var cut = new RespReader(bytes.AsSpan(0, length));
            cut.Read();
            var consumed = cut.Consumed;
            Assert.False(cut.TrySkipItems());
            Assert.Equal(consumed, cut.Consumed);
            Assert.True(cut.BytesNeeded >= 1);
        }
    }

    [Fact]
    public void An_end_of_the_input_inside_an_element_is_refused_if_it_was_known_to_be_there()
    {
        var refused = Assert.Throws<RespProtocolException>(() => new RespReader("$5\r\nhel"u8).Read());
        Assert.Contains("4 or more bytes are missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_big_number_is_read_as_one()
    {
        var reader = new RespReader("(-3492890328409238509324850943850943825024385\r\n"u8);
        reader.Read();
        Assert.True(reader.TryGetBigInteger(out var number));
        Assert.Equal("-3492890328409238509324850943850943825024385", number.ToString());
        Assert.False(reader.TryGetInt64(out _));
    }
}
