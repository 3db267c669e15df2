using System.Buffers;
using System.Globalization;
using System.Numerics;
using Strata.Resp;
using Strata.Testing;

namespace Strata.Tests.Resp;

/// <summary>What the writer writes, in both versions, byte for byte.</summary>
public sealed class RespWriterTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Action<RespWriter>> Elements = new()
    {
        ["simple string"] = w => w.WriteSimpleString("OK"u8),
        ["error"] = w => w.WriteError("ERR no\r\nsuch thing"u8),
        ["error of characters"] = w => w.WriteError("ERR größer"),
        ["bulk error"] = w => w.WriteBulkError("ERR a\r\nb"u8),
        ["integer"] = w => w.WriteInteger(-42),
        ["one digit"] = w => w.WriteInteger(7),
        ["least integer"] = w => w.WriteInteger(long.MinValue),
        ["bulk string"] = w => w.WriteBulkString("hello"u8),
        ["empty bulk string"] = w => w.WriteBulkString(""u8),
        ["characters"] = w => w.WriteBulkString("größer"),
        ["string in pieces"] = w => w.WriteBulkString(Wire.Crumbs("hello"u8.ToArray())),
        ["integer as bulk"] = w => w.WriteBulkInteger(-1234),
        ["double as bulk"] = w => w.WriteBulkDouble(1.5),
        ["null"] = w => w.WriteNull(),
        ["null array"] = w => w.WriteNullArray(),
        ["true"] = w => w.WriteBoolean(true),
        ["false"] = w => w.WriteBoolean(false),
        ["double"] = w => w.WriteDouble(-0.25),
        ["infinity"] = w => w.WriteDouble(double.NegativeInfinity),
        ["big number"] = w => w.WriteBigNumber(BigInteger.Parse("-3492890328409238509324850943850943825024385", CultureInfo.InvariantCulture)),
        ["verbatim"] = w => w.WriteVerbatimString("txt"u8, "Some string"u8),
        ["array"] = w => w.WriteArrayHeader(3),
        ["map"] = w => w.WriteMapHeader(12),
        ["set"] = w => w.WriteSetHeader(2),
        ["push"] = w => w.WritePushHeader(2),
        ["command"] = w => w.WriteCommand("SET"u8, 2),
        ["raw"] = w => w.WriteRaw("+PONG\r\n"u8),
    };

    private static readonly Dictionary<string, Action<RespWriter>> OnlyInResp3 = new()
    {
        ["|1\r\n"] = w => w.WriteAttributeHeader(1),
        ["$?\r\n"] = w => w.WriteStreamedStringHeader(),
        [";2\r\nab\r\n"] = w => w.WriteStringPart("ab"u8),
        [""] = w => w.WriteStringPart(""u8),
        [";0\r\n"] = w => w.WriteStreamedStringEnd(),
        ["*?\r\n"] = w => w.WriteStreamedHeader(RespType.Array),
        ["%?\r\n"] = w => w.WriteStreamedHeader(RespType.Map),
        ["~?\r\n"] = w => w.WriteStreamedHeader(RespType.Set),
        [".\r\n"] = w => w.WriteStreamedEnd(),
    };

    public static TheoryData<string> Resp3Vectors => [.. OnlyInResp3.Keys];

    [Theory]
    [InlineData("simple string", "+OK\r\n", "+OK\r\n")]
    [InlineData("error", "-ERR no  such thing\r\n", "-ERR no  such thing\r\n")]
    [InlineData("error of characters", "-ERR gr\xc3\xb6\xc3\x9f" + "er\r\n", "-ERR gr\xc3\xb6\xc3\x9f" + "er\r\n")]
    [InlineData("bulk error", "-ERR a  b\r\n", "!8\r\nERR a\r\nb\r\n")]
    [InlineData("integer", ":-42\r\n", ":-42\r\n")]
    [InlineData("one digit", ":7\r\n", ":7\r\n")]
    [InlineData("least integer", ":-9223372036854775808\r\n", ":-9223372036854775808\r\n")]
    [InlineData("bulk string", "$5\r\nhello\r\n", "$5\r\nhello\r\n")]
    [InlineData("empty bulk string", "$0\r\n\r\n", "$0\r\n\r\n")]
    [InlineData("characters", "$8\r\ngr\xc3\xb6\xc3\x9f" + "er\r\n", "$8\r\ngr\xc3\xb6\xc3\x9f" + "er\r\n")]
    [InlineData("string in pieces", "$5\r\nhello\r\n", "$5\r\nhello\r\n")]
    [InlineData("integer as bulk", "$5\r\n-1234\r\n", "$5\r\n-1234\r\n")]
    [InlineData("double as bulk", "$3\r\n1.5\r\n", "$3\r\n1.5\r\n")]
    [InlineData("null", "$-1\r\n", "_\r\n")]
    [InlineData("null array", "*-1\r\n", "_\r\n")]
    [InlineData("true", ":1\r\n", "#t\r\n")]
    [InlineData("false", ":0\r\n", "#f\r\n")]
    [InlineData("double", "$5\r\n-0.25\r\n", ",-0.25\r\n")]
    [InlineData("infinity", "$4\r\n-inf\r\n", ",-inf\r\n")]
    [InlineData("big number", "$44\r\n-3492890328409238509324850943850943825024385\r\n", "(-3492890328409238509324850943850943825024385\r\n")]
    [InlineData("verbatim", "$11\r\nSome string\r\n", "=15\r\ntxt:Some string\r\n")]
    [InlineData("array", "*3\r\n", "*3\r\n")]
    [InlineData("map", "*24\r\n", "%12\r\n")]
    [InlineData("set", "*2\r\n", "~2\r\n")]
    [InlineData("push", "*2\r\n", ">2\r\n")]
    [InlineData("command", "*3\r\n$3\r\nSET\r\n", "*3\r\n$3\r\nSET\r\n")]
    [InlineData("raw", "+PONG\r\n", "+PONG\r\n")]
    public void An_element_is_written_as_each_version_knows_it(string element, string inResp2, string inResp3)
    {
        Assert.Equal(Wire.Show(Wire.Bytes(inResp2)), Written(Elements[element], RespVersion.Resp2));
        Assert.Equal(Wire.Show(Wire.Bytes(inResp3)), Written(Elements[element], RespVersion.Resp3));
    }

    [Theory]
    [MemberData(nameof(Resp3Vectors))]
    public void What_only_RESP3_has_is_refused_in_RESP2(string wire)
    {
        Assert.Equal(Wire.Show(Wire.Bytes(wire)), Written(OnlyInResp3[wire], RespVersion.Resp3));
        Assert.Throws<InvalidOperationException>(() => Written(OnlyInResp3[wire], RespVersion.Resp2));
    }

    [Theory]
    [InlineData(8 * 1024)]
    [InlineData(8 * 1024 + 1)]
    [InlineData(100_000)]
    public void A_long_string_is_written_as_a_short_one(int length)
    {
        var text = new string('ä', length);
        var output = new ArrayBufferWriter<byte>();
        var writer = new RespWriter(output);
        writer.WriteBulkString(text);
        writer.WriteBulkString(System.Text.Encoding.UTF8.GetBytes(text));
        var reader = new RespReader(output.WrittenSpan);
        reader.Read();
        Assert.Equal(text, reader.GetString());
        reader.Read();
        Assert.Equal(text, reader.GetString());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        var writer = new RespWriter(new ArrayBufferWriter<byte>(), RespVersion.Resp3);
        Assert.Throws<ArgumentException>(() => writer.WriteSimpleString("a\nb"u8));
        Assert.Throws<ArgumentException>(() => writer.WriteBigNumber("12a"u8));
        Assert.Throws<ArgumentException>(() => writer.WriteVerbatimString("text"u8, "a"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteArrayHeader(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteCommand("GET"u8, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteStreamedHeader(RespType.Push));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Version = (RespVersion)4);
        Assert.Throws<ArgumentNullException>(() => new RespWriter(null!));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1, "1")]
    [InlineData(-17, "-17")]
    [InlineData(1.5, "1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(3.14159, "3.14159")]
    [InlineData(100.25, "100.25")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(0.00000012345, "1.2345e-7")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1e18, "1000000000000000000")]
    [InlineData(4e18, "4000000000000000000")]
    [InlineData(5e18, "5e+18")]
    [InlineData(1e20, "1e+20")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(double.NaN, "nan")]
    public void A_double_has_the_form_that_Redis_gives_it(double value, string expected) =>
        Assert.Equal($",{expected}\\r\\n", Written(w => w.WriteDouble(value), RespVersion.Resp3));

    [Fact]
    public void Every_double_reads_back_as_itself()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new RespWriter(bytes, RespVersion.Resp3);
        for (var i = 0; i < 100_000; i++)
        {
            var value = (i % 3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Math.Round(random.NextDouble() * 1_000_000, random.Next(8)),
                _ => random.Next(-1000, 1000) * Math.Pow(10, random.Next(-12, 24)),
            };
            bytes.ResetWrittenCount();
            writer.WriteDouble(value);
            var reader = new RespReader(bytes.WrittenSpan);
            reader.Read();
            Assert.True(reader.TryGetDouble(out var back));
            Assert.True(
                BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(back)
                    || (double.IsNaN(value) && double.IsNaN(back)),
                $"{value:R} became {Wire.Show(bytes.WrittenSpan)}");
        }
    }

    private static string Written(Action<RespWriter> write, RespVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new RespWriter(output, version));
        return Wire.Show(output.WrittenSpan);
    }
}
