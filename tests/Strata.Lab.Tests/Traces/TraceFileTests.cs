using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Strata.Lab.Traces;
using Strata.Testing;

namespace Strata.Lab.Tests.Traces;

public sealed class TraceFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.lis", "5 3 0 0\n1 1 0 3\n", new long[] { 5, 6, 7, 1 })]
    [InlineData("a.lis", "\uFEFF5 1 0 0\r\n\r\n  6\t1 0 1  ", new long[] { 5, 6 })]
    [InlineData("a.lis", "9223372036854775805 2 0 0", new[] { long.MaxValue - 2, long.MaxValue - 1 })]
    [InlineData("unnamed", "5 2 0 0\n", new long[] { 5, 6 })]
    [InlineData("a.txt", "5\n7\n5\n", new long[] { 0, 1, 0 })]
    [InlineData("a.txt", "one two\n\nthree\none two\r\n ", new long[] { 0, 1, 0, 2 })]
    [InlineData("a.txt", "äöü\nß\näöü", new long[] { 0, 1, 0 })]
    [InlineData("a.trace", "user:1\nuser:2\nuser:1\n", new long[] { 0, 1, 0 })]
    public void Text_is_read_by_its_name_or_its_first_line_packed_or_not(string name, string text, long[] keys)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(keys, Read(name, bytes).Keys);
        Assert.Equal(keys, Read(name + ".gz", Packed(bytes)).Keys);
        Assert.Equal(keys, Read("packed-" + name, Packed(bytes)).Keys);
    }

    [Fact]
    public void Numbers_of_32_bits_are_told_by_bytes_no_text_holds()
    {
        long[] keys = [1, 65_536, -1, int.MaxValue, 1];
        var bytes = new byte[keys.Length * 4];
        for (var i = 0; i < keys.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), (int)keys[i]);
        }

        Assert.Equal(keys, Read("a.trace", bytes).Keys);
        Assert.Equal(keys, Read("b.trace.gz", Packed(bytes)).Keys);
        Assert.Equal(keys, Read("unnamed", bytes).Keys);
    }

    [Fact]
    public void A_named_format_overrides_what_the_file_looks_like()
    {
        Assert.Equal([0, 1], Read("a.lis", "1 1 0 0\n2 1 0 0\n"u8, TraceFormat.Text).Keys.ToArray());
        Assert.Equal([0x61626364], Read("a.txt", "abcd"u8, TraceFormat.Trace).Keys.ToArray());
    }

    [Theory]
    [InlineData("OLTP.lis.gz", "OLTP")]
    [InlineData("web07.trace", "web07")]
    [InlineData("keys.2026.txt", "keys.2026")]
    [InlineData(".gz", ".gz")]
    public void A_trace_is_called_what_its_file_is(string file, string name) =>
        Assert.Equal(name, TraceFile.NameOf(Path.Combine("some", file)));

    [Theory]
    [InlineData("a.lis", "1 2 0 0\n1 x 0 0", "line 2", "'1 x 0 0'", "four whole numbers")]
    [InlineData("a.lis", "1 2 0", "line 1", "'1 2 0'", "four whole numbers")]
    [InlineData("a.lis", "1 2 0 0 0", "line 1", "'1 2 0 0 0'", "four whole numbers")]
    [InlineData("a.lis", "1 1099511627776 0 0", "line 1", "1099511627776", "67,108,864 requests")]
    [InlineData("a.lis", "1 60000000 0 0\n1 60000000 0 0", "line 2", "60000000", "67,108,864 requests")]
    [InlineData("a.lis", "1 0 0 0", "line 1", "count 0", "from 1 to")]
    [InlineData("a.lis", "1 -5 0 0", "line 1", "count -5", "from 1 to")]
    [InlineData("a.lis", "9223372036854775807 2 0 0", "line 1", "start 9223372036854775807", "end at")]
    [InlineData("a.lis", "99999999999999999999 1 0 0", "line 1", "'99999999999999999999 1 0 0'", "four whole numbers")]
    [InlineData("a.trace", "\0\0\0\u0001\0\0", "offset 4", "2 of the 4 bytes", "big-endian integers of 32 bits")]
    [InlineData("a.txt", "", "a.txt", "is empty", "one request at least")]
    [InlineData("a.txt", "\n\n\r\n", "a.txt", "is empty", "one request at least")]
    public void What_is_no_trace_is_refused_with_its_place_its_value_and_what_is_allowed(
        string name, string text, string place, string value, string allowed)
    {
        var refusal = Assert.Throws<TraceException>(() => Read(name, Encoding.UTF8.GetBytes(text)));
        Assert.All([name, place, value, allowed], part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var bytes = new byte[1 << 22];
        Array.Fill(bytes, (byte)'7');
        var refusal = Assert.Throws<TraceException>(() => Read("a.txt", bytes));
        Assert.Contains("line 1: it is longer than 65,536 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_gzip_is_refused()
    {
        var packed = Packed(new byte[10_000]);
        packed[20] ^= 0xff;
        var refusal = Assert.Throws<TraceException>(() => Read("a.lis.gz", packed));
        Assert.Contains("a.lis.gz", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_in_one_line()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 7} {i % 5 + 1} 0 {i}\n")));
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Mutate(random, random.Next(3) == 0 ? Packed(good) : [.. good]);
            TraceFormat? format = random.Next(2) == 0 ? null : (TraceFormat)random.Next(3);
            var name = ((string[])["a.lis", "a.trace", "a.txt", "a"])[random.Next(4)];
            try
            {
                using var stream = new MemoryStream(bytes);
                Assert.InRange(TraceFile.ReadKeys(stream, name, format, Ct).Length, 0, TraceLimits.RequestsMax);
            }
            catch (TraceException refusal)
            {
                refused++;
                Assert.DoesNotContain('\n', refusal.Message);
                Assert.InRange(refusal.Message.Length, 10, 300);
            }
            catch (InvalidDataException)
            {
                // Told as a damaged file by the one who opened it.
                refused++;
            }
        }

        output.WriteLine($"{refused} of 3000 refused");
        Assert.InRange(refused, 1, 2999);
    }

    public void Dispose() => _folder.Dispose();

    private Trace Read(string name, ReadOnlySpan<byte> bytes, TraceFormat? format = null)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return TraceFile.Read(_folder.File(name), format, Ct);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                random.NextBytes(bytes);
                return bytes;
            case 2:
                var digits = Encoding.ASCII.GetBytes("99999999999999");
                return [.. bytes[..random.Next(bytes.Length)], .. digits, .. bytes[random.Next(bytes.Length)..]];
            default:
                for (var times = random.Next(1, 5); times > 0; times--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
