using System.Buffers;
using System.Globalization;
using Strata.Resp;
using Strata.Testing;

namespace Strata.Tests.Resp;

/// <summary>
/// Bytes that are almost right, and noise: what comes out is a value, a refusal or the wish for more, the same however
/// the bytes arrive, and at a bounded price. STRATA_FUZZ_SECONDS makes it last longer than its usual second.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int InputsMin = 2_000;
    private const int AllocatedBytesMin = 128 * 1024;
    private const int AllocatedBytesPerByte = 400;

    private static readonly RespLimits[] Limits = [RespLimits.Default, new() { LineBytesMax = 700 }, new()
    {
        DepthMax = 3,
        BulkBytesMax = 40,
        AggregateItemsMax = 5,
        LineBytesMax = 30,
        FrameBytesMax = 120,
        CommandItemsMax = 3,
        InlineBytesMax = 30,
    }];

    [Fact]
    public void Whatever_arrives_is_read_refused_or_waited_for()
    {
        var seed = Seed.Next(output.WriteLine);
        var duration = TimeSpan.FromSeconds(Seconds());
        var begun = TimeProvider.System.GetTimestamp();
        var count = 0;
        while (count < InputsMin || TimeProvider.System.GetElapsedTime(begun) < duration)
        {
            var random = new Random(unchecked(seed + count));
            var bytes = new FuzzInput(random).Next();
            try
            {
                Check(bytes, random, Limits[random.Next(Limits.Length)]);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException(
                    $"Input {count} of seed {seed}: {Wire.Show(bytes)}\n{failure.Message}", failure);
            }

            count++;
        }

        output.WriteLine($"{count} inputs");
    }

    private static void Check(byte[] bytes, Random random, RespLimits limits)
    {
        CheckPrice(bytes, limits);
        CheckReader(bytes, random, limits);
        CheckScanner(bytes, random, limits);
        CheckCommands(bytes, random, limits);
    }

    private static void CheckReader(byte[] bytes, Random random, RespLimits limits)
    {
        var whole = Transcript.Of(bytes, limits);
        Assert.Equal(whole, Transcript.Of(Wire.Cut(bytes, Wire.Places(random, bytes.Length, 6)), limits));
        Assert.Equal(whole, Transcript.OfArriving(bytes, Wire.Places(random, bytes.Length, 6), limits));
        if (random.Next(20) == 0)
        {
            Assert.Equal(whole, Transcript.Of(Wire.Crumbs(bytes), limits));
            Assert.Equal(whole, Transcript.OfArriving(bytes, Enumerable.Range(0, bytes.Length), limits));
        }
    }

    private static void CheckScanner(byte[] bytes, Random random, RespLimits limits)
    {
        var whole = ScanTranscript.Of(bytes, limits);
        Assert.Equal(whole, ScanTranscript.OfArriving(bytes, random, limits));
        if (!whole.StartsWith("whole ", StringComparison.Ordinal))
        {
            Assert.Throws<RespProtocolException>(() => RespValue.Parse(bytes, limits));
            return;
        }

        // What a scanner found is read without an error, and written anew it is the same.
        var frame = bytes.AsMemory(0, int.Parse(whole["whole ".Length..], CultureInfo.InvariantCulture));
        using var value = RespValue.Parse(frame.Span, limits, keepAttributes: true);
        using var same = RespValue.Parse(
            Wire.Cut(frame, Wire.Places(random, frame.Length, 4)), limits, keepAttributes: true);
        Assert.Equal(value, same);
        var rewritten = new ArrayBufferWriter<byte>();
        new RespWriter(rewritten, RespVersion.Resp2).WriteValue(value);
        RespValue.Parse(rewritten.WrittenSpan).Dispose();
        rewritten.ResetWrittenCount();
        new RespWriter(rewritten, RespVersion.Resp3).WriteValue(value);
        using var back = RespValue.Parse(rewritten.WrittenSpan, keepAttributes: true);
        var again = new ArrayBufferWriter<byte>();
        new RespWriter(again, RespVersion.Resp3).WriteValue(back);
        Assert.Equal(Wire.Show(rewritten.WrittenSpan), Wire.Show(again.WrittenSpan));
        Assert.InRange(value.ToString().Length, 1, 400);
    }

    private static void CheckCommands(byte[] bytes, Random random, RespLimits limits)
    {
        var whole = CommandTranscript.Of(bytes, limits);
        Assert.Equal(whole, CommandTranscript.OfArriving(bytes, Wire.Places(random, bytes.Length, 6), limits));
        Assert.Equal(whole, CommandTranscript.OfPieces(
            bytes, Wire.Places(random, bytes.Length, 4), Wire.Places(random, bytes.Length, 8), limits));
        if (random.Next(20) == 0)
        {
            var every = Enumerable.Range(0, bytes.Length).ToArray();
            Assert.Equal(whole, CommandTranscript.OfArriving(bytes, every, limits));
            Assert.Equal(whole, CommandTranscript.OfPieces(bytes, [], every, limits));
        }
    }

    private static void CheckPrice(byte[] bytes, RespLimits limits)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Attempt(() => new RespFrameScanner(limits).TryScan(bytes, out int _));
        Attempt(() => RespValue.Parse(bytes, limits).Dispose());
        Attempt(() =>
        {
            var reader = new RespCommandReader(limits);
            ReadOnlySpan<byte> rest = bytes;
            while (reader.TryRead(ref rest, out _))
            {
            }
        });
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, AllocatedBytesMin + (AllocatedBytesPerByte * bytes.Length));
    }

    private static void Attempt(Action act)
    {
        try
        {
            act();
        }
        catch (RespProtocolException)
        {
            // A refusal is an answer; anything else fails the test.
        }
    }

    private static int Seconds()
    {
        var wanted = Environment.GetEnvironmentVariable("STRATA_FUZZ_SECONDS");
        return string.IsNullOrEmpty(wanted)
            ? 0
            : int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : throw new InvalidOperationException(
                    $"STRATA_FUZZ_SECONDS is '{wanted}'; it takes whole seconds from 0 up.");
    }
}
