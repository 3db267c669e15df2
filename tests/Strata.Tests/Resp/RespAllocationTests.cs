using System.Buffers;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>What allocates nothing, and what allocates no more than has arrived.</summary>
public sealed class RespAllocationTests
{
    private static readonly byte[] Replies = Wire.Bytes(
        "+OK\r\n:42\r\n$5\r\nhello\r\n$-1\r\n_\r\n#t\r\n,1.5\r\n(123\r\n=7\r\ntxt:abc\r\n!3\r\nERR\r\n"
        + "*2\r\n$1\r\na\r\n%1\r\n+k\r\n~1\r\n:1\r\n|1\r\n+a\r\n:1\r\n$?\r\n;1\r\na\r\n;0\r\n*?\r\n:1\r\n.\r\n>1\r\n+m\r\n");

    private static readonly byte[] Commands = Wire.Bytes(
        "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\nGET \"key\"\r\n\r\n*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");

    [Fact]
    public void Reading_allocates_nothing() => Assert.Equal(0, Allocated(() => Read(new RespReader(Replies))));

    [Fact]
    public void Reading_pieces_allocates_nothing()
    {
        var pieces = InThrees(Replies);
        Assert.Equal(0, Allocated(() => Read(new RespReader(pieces))));
    }

    [Fact]
    public void Scanning_allocates_nothing()
    {
        var pieces = InThrees(Replies);
        var scanner = new RespFrameScanner();
        var scanned = (InPiece: 0, InPieces: 0L);
        Assert.Equal(0, Allocated(() =>
        {
            var at = 0;
            while (scanner.TryScan(Replies.AsSpan(at), out int length))
            {
                at += length;
            }

            var rest = pieces;
            while (scanner.TryScan(rest, out var length))
            {
                rest = rest.Slice(length);
            }

            scanned = (at, pieces.Length - rest.Length);
        }));
        Assert.Equal((Replies.Length, Replies.Length), scanned);
    }

    [Fact]
    public void Reading_commands_allocates_nothing()
    {
        var pieces = InThrees(Commands);
        var reader = new RespCommandReader();
        var count = 0;
        Assert.Equal(0, Allocated(() =>
        {
            ReadOnlySpan<byte> whole = Commands;
            var cut = pieces;
            count = 0;
            while (reader.TryRead(ref whole, out var command))
            {
                count += command.Count;
            }

            while (reader.TryRead(ref cut, out var command))
            {
                count += command.Count;
            }
        }));
        Assert.Equal(14, count);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var resp2 = new RespWriter(output);
        var resp3 = new RespWriter(output, RespVersion.Resp3);
        Assert.Equal(0, Allocated(() =>
        {
            output.ResetWrittenCount();
            Write(resp2);
            Write(resp3);
        }));
    }

    [Theory]
    [InlineData(":42\r\n")]
    [InlineData(",1.5\r\n")]
    [InlineData("#t\r\n")]
    [InlineData("$-1\r\n")]
    [InlineData("_\r\n")]
    [InlineData("*0\r\n")]
    public void A_value_without_bytes_allocates_nothing(string wire)
    {
        var bytes = Wire.Bytes(wire);
        Assert.Equal(0, Allocated(() => RespValue.Parse(bytes).Dispose()));
    }

    [Fact]
    public void A_string_allocates_its_bytes_and_a_tree_little_but_pooled_memory()
    {
        var text = Wire.Bytes("$1000\r\n" + new string('x', 1000) + "\r\n");
        Assert.InRange(Allocated(() => RespValue.Parse(text).Dispose()), 1000, 1040);
        var tree = Wire.Bytes("*100\r\n" + string.Concat(Enumerable.Repeat("*1\r\n$10\r\n0123456789\r\n", 100)));
        Assert.InRange(Allocated(() => RespValue.Parse(tree).Dispose()), 1, 100);
    }

    [Theory]
    [InlineData("*2000000000\r\n")]
    [InlineData("%1000000000\r\n")]
    [InlineData("$2000000000\r\n")]
    [InlineData("*2\r\n$1900000000\r\n")]
    [InlineData("*2000000000\r\n$1900000000\r\n")]
    public void What_is_only_announced_takes_no_memory(string wire)
    {
        var limits = new RespLimits
        {
            BulkBytesMax = 2_000_000_000,
            AggregateItemsMax = 2_000_000_000,
            FrameBytesMax = 2_000_000_000,
            CommandItemsMax = 2_000_000_000,
        };
        var bytes = Wire.Bytes(wire + "$1\r\na");
        var pieces = Wire.Crumbs(bytes);
        Assert.InRange(
            Allocated(() =>
            {
                Attempt(() => new RespFrameScanner(limits).TryScan(bytes, out _));
                Attempt(() => new RespFrameScanner(limits).TryScan(pieces, out _));
                Attempt(() => RespValue.Parse(bytes, limits));
                Attempt(() =>
                {
                    ReadOnlySpan<byte> whole = bytes;
                    new RespCommandReader(limits).TryRead(ref whole, out _);
                });
                Attempt(() =>
                {
                    var cut = pieces;
                    new RespCommandReader(limits).TryRead(ref cut, out _);
                });
            }),
            0,
            64 * 1024);
    }

    [Fact]
    public void A_long_line_that_arrives_byte_by_byte_is_searched_once()
    {
        const int Length = 1024 * 1024;
        var limits = new RespLimits { LineBytesMax = Length, InlineBytesMax = Length };
        var line = Wire.Bytes("+" + new string('x', Length) + "\r\n");
        var scanner = new RespFrameScanner(limits);
        var reader = new RespCommandReader(limits);
        for (var length = 1; length < line.Length - 1; length++)
        {
            Assert.False(scanner.TryScan(line.AsSpan(0, length), out int _));
            ReadOnlySpan<byte> inline = line.AsSpan(1, length - 1);
            Assert.False(reader.TryRead(ref inline, out _));
        }

        Assert.True(scanner.TryScan(line, out int _));
    }

    private static ReadOnlySequence<byte> InThrees(byte[] bytes) =>
        Wire.Cut(bytes, Enumerable.Range(0, bytes.Length / 3).Select(i => 3 * i));

    private static void Attempt(Action act)
    {
        try
        {
            act();
        }
        catch (RespProtocolException)
        {
            // Refusing is as good an answer as waiting; only the memory counts here.
        }
    }

    private static void Read(RespReader reader)
    {
        while (reader.TryRead())
        {
            reader.TryGetInt64(out _);
            reader.TryGetDouble(out _);
            reader.TryGetBoolean(out _);
            reader.ValueEquals("hello"u8);
            var items = reader;
            items.TrySkipItems();
        }

        Assert.True(reader.IsAtEnd);
    }

    private static void Write(RespWriter writer)
    {
        writer.WriteCommand("SET"u8, 4);
        writer.WriteBulkString("key"u8);
        writer.WriteBulkString("größer");
        writer.WriteBulkInteger(1234567);
        writer.WriteBulkDouble(1.25);
        writer.WriteSimpleString("OK"u8);
        writer.WriteError("ERR a\nb"u8);
        writer.WriteError("ERR größer");
        writer.WriteInteger(-5);
        writer.WriteDouble(0.1);
        writer.WriteBoolean(true);
        writer.WriteNull();
        writer.WriteNullArray();
        writer.WriteBigNumber("123"u8);
        writer.WriteVerbatimString("txt"u8, "a"u8);
        writer.WriteMapHeader(1);
        writer.WriteSetHeader(1);
        writer.WritePushHeader(1);
    }

    /// <summary>The least of several runs: the runtime itself allocates now and then.</summary>
    private static long Allocated(Action act)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 50 && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
