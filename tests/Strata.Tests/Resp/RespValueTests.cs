using System.Numerics;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Values: what they hold, what they share, what they give back.</summary>
public sealed class RespValueTests
{
    [Fact]
    public void A_tree_holds_what_was_on_the_wire()
    {
        var wire = "*4\r\n:7\r\n%1\r\n+k\r\n~2\r\n#t\r\n,1.5\r\n$-1\r\n$5\r\nhello\r\n"u8;
        var value = RespValue.Parse(wire);
        Assert.Equal(
            RespValue.FromItems(
                RespType.Array,
                RespValue.FromInteger(7),
                RespValue.FromItems(
                    RespType.Map,
                    RespValue.FromText(RespType.SimpleString, "k"u8),
                    RespValue.FromItems(RespType.Set, RespValue.FromBoolean(true), RespValue.FromDouble(1.5))),
                RespValue.NullString,
                RespValue.FromText(RespType.BulkString, "hello"u8)),
            value);
        Assert.Equal(4, value.Items.Length);
        Assert.Equal("k", value.Items[1].Items[0].GetString());
        Assert.True(value.Items[2].IsNull);
        value.Dispose();
    }

    [Theory]
    [InlineData("$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;2\r\nld\r\n;0\r\n", "$11\r\nHello world\r\n")]
    [InlineData("$?\r\n;0\r\n", "$0\r\n\r\n")]
    [InlineData("*?\r\n:1\r\n*?\r\n.\r\n~?\r\n:2\r\n.\r\n.\r\n", "*3\r\n:1\r\n*0\r\n~1\r\n:2\r\n")]
    [InlineData("%?\r\n+a\r\n:1\r\n.\r\n", "%1\r\n+a\r\n:1\r\n")]
    public void What_was_streamed_becomes_plain(string streamed, string plain)
    {
        using var value = RespValue.Parse(Wire.Bytes(streamed));
        using var same = RespValue.Parse(Wire.Bytes(plain));
        Assert.Equal(same, value);
        Assert.Equal(same.GetHashCode(), value.GetHashCode());
    }

    [Theory]
    [InlineData("|1\r\n+a\r\n+b\r\n:1\r\n", ":1\r\n")]
    [InlineData("|0\r\n:1\r\n", ":1\r\n")]
    [InlineData("*2\r\n|1\r\n+a\r\n*1\r\n:9\r\n*1\r\n:1\r\n:2\r\n", "*2\r\n*1\r\n:1\r\n:2\r\n")]
    public void Attributes_are_passed_over(string wire, string without)
    {
        using var value = RespValue.Parse(Wire.Bytes(wire));
        Assert.Equal(RespValue.Parse(Wire.Bytes(without)), value);
    }

    [Fact]
    public void Attributes_are_kept_if_asked_for()
    {
        var wire = "*2\r\n|1\r\n+a\r\n|1\r\n+x\r\n+y\r\n+b\r\n|0\r\n:1\r\n:2\r\n"u8;
        using var value = RespValue.Parse(wire, keepAttributes: true);
        var about = RespValue.FromAttribute(RespValue.FromInteger(1));
        var key = RespValue.FromText(RespType.SimpleString, "a"u8);
        var inner = RespValue.FromAttribute(
            RespValue.FromText(RespType.SimpleString, "b"u8),
            RespValue.FromText(RespType.SimpleString, "x"u8),
            RespValue.FromText(RespType.SimpleString, "y"u8));
        Assert.Equal(
            RespValue.FromItems(RespType.Array, RespValue.FromAttribute(about, key, inner), RespValue.FromInteger(2)),
            value);
        Assert.Equal(RespValue.FromInteger(1), value.Items[0].WithoutAttribute);
        Assert.Equal(2, value.Items[0].Items.Length);
    }

    [Fact]
    public void A_value_of_its_own_outlives_the_bytes()
    {
        var bytes = "$5\r\nhello\r\n"u8.ToArray();
        var value = RespValue.Parse(bytes);
        Array.Clear(bytes);
        value.Dispose();
        Assert.Equal("hello", value.GetString());
    }

    [Fact]
    public void What_a_disposed_aggregate_held_is_gone()
    {
        var value = RespValue.Parse("*2\r\n*1\r\n:1\r\n$1\r\na\r\n"u8);
        var inner = value.Items[0];
        var text = value.Items[1];
        inner.Dispose();
        Assert.Single(inner.Items.ToArray());
        value.Dispose();
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => value.Items.Length);
        Assert.Throws<ObjectDisposedException>(() => inner.Items.Length);
        Assert.Throws<ObjectDisposedException>(() => text.GetString());
        Assert.Equal("BulkString disposed", text.ToString());
        Assert.Equal("Array of 2 items", value.ToString());
    }

    [Fact]
    public void The_text_for_people_shows_at_most_64_bytes()
    {
        var text = RespValue.FromText(RespType.BulkString, Wire.Bytes(new string('\0', 1000))).ToString();
        Assert.Equal(64, text.Split("\\x00").Length - 1);
        Assert.StartsWith("BulkString of 1000 bytes", text, StringComparison.Ordinal);
        Assert.Equal("SimpleString of 2 bytes: \"OK\"", RespValue.Parse("+OK\r\n"u8).ToString());
        Assert.Equal("Integer 7", RespValue.FromInteger(7).ToString());
        Assert.Equal("Array null", RespValue.NullArray.ToString());
        Assert.Equal("Attribute of a value", RespValue.FromAttribute(RespValue.Null).ToString());
        Assert.NotNull(default(RespValue).ToString());
    }

    [Fact]
    public void A_value_converts_as_a_reader_does()
    {
        Assert.True(RespValue.Parse("$2\r\n42\r\n"u8).TryGetInt64(out var integer) && integer == 42);
        Assert.True(RespValue.Parse("$3\r\n1.5\r\n"u8).TryGetDouble(out var number) && number == 1.5);
        Assert.True(RespValue.Parse(":1\r\n"u8).TryGetBoolean(out var truth) && truth);
        Assert.False(RespValue.Parse("$1\r\n1\r\n"u8).TryGetBoolean(out _));
        Assert.False(RespValue.Parse("-1\r\n"u8).TryGetInt64(out _));
        Assert.False(RespValue.Parse("$0\r\n\r\n"u8).TryGetInt64(out _));
        Assert.False(RespValue.Null.TryGetDouble(out _));
        Assert.True(RespValue.Parse("(123456789012345678901\r\n"u8).TryGetBigInteger(out var big));
        Assert.Equal(BigInteger.Parse("123456789012345678901"), big);
        Assert.Equal("txt", RespValue.Parse("=5\r\ntxt:a\r\n"u8).VerbatimFormat);
        Assert.Equal("x_y", RespValue.Parse("=5\r\nx_y:a\r\n"u8).VerbatimFormat);
        Assert.Equal("a", RespValue.Parse("=5\r\ntxt:a\r\n"u8).GetString());
        Assert.Equal("1.5", RespValue.FromDouble(1.5).GetString());
        Assert.Equal("true", RespValue.FromBoolean(true).GetString());
    }

    [Fact]
    public void One_value_is_read_after_another()
    {
        var reader = new RespReader("*1\r\n:1\r\n+a\r\n"u8);
        using var first = RespValue.Read(ref reader);
        using var second = RespValue.Read(ref reader);
        Assert.Equal(RespType.Array, first.Type);
        Assert.Equal("a", second.GetString());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*2\r\n:1\r\n")]
    [InlineData(":1\r\n:2\r\n")]
    [InlineData(".\r\n")]
    [InlineData("|1\r\n+a\r\n+b\r\n")]
    public void What_is_not_one_whole_element_is_refused(string wire) =>
        Assert.Throws<RespProtocolException>(() => RespValue.Parse(Wire.Bytes(wire)));

    [Fact]
    public void Values_that_cannot_be_written_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => RespValue.FromText(RespType.SimpleString, "a\r"u8));
        Assert.Throws<ArgumentException>(() => RespValue.FromText(RespType.BigNumber, "a"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => RespValue.FromText(RespType.Integer, "1"u8));
        Assert.Throws<ArgumentException>(() => RespValue.FromVerbatim("text"u8, "1"u8));
        Assert.Throws<ArgumentException>(() => RespValue.FromItems(RespType.Map, RespValue.Null));
        Assert.Throws<ArgumentOutOfRangeException>(() => RespValue.FromItems(RespType.Attribute));
        Assert.Throws<ArgumentException>(() => RespValue.FromAttribute(RespValue.Null, RespValue.Null));
    }
}
