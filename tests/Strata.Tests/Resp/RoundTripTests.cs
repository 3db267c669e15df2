using System.Buffers;
using Strata.Resp;
using Strata.Testing;

namespace Strata.Tests.Resp;

/// <summary>What is written is read back, in either version and however it is cut.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int Rounds = 2_000;

    [Fact]
    public void A_value_written_in_RESP3_reads_back_as_itself() => ForManyValues((value, random) =>
    {
        var plain = Written(w => w.WriteValue(value), RespVersion.Resp3);
        var streamed = Written(w => StreamingWriter.Write(w, value, random), RespVersion.Resp3);
        foreach (var bytes in new[] { plain, streamed })
        {
            using var back = RespValue.Parse(bytes, keepAttributes: true);
            Assert.Equal(value, back);
            Assert.Equal(value.GetHashCode(), back.GetHashCode());
            using var fromPieces = RespValue.Parse(
                Wire.Cut(bytes, Wire.Places(random, bytes.Length, 5)), keepAttributes: true);
            Assert.Equal(value, fromPieces);
            Assert.Equal(Wire.Show(plain), Wire.Show(Written(w => w.WriteValue(back), RespVersion.Resp3)));
        }
    });

    [Fact]
    public void A_value_written_in_RESP2_reads_back_as_RESP2_knows_it() => ForManyValues((value, _) =>
    {
        using var back = RespValue.Parse(Written(w => w.WriteValue(value), RespVersion.Resp2), keepAttributes: true);
        Assert.Equal(Resp2Form.Of(value), back);
    });

    [Fact]
    public void Replies_are_read_alike_however_they_are_cut_and_arrive() => ForManyValues((value, random) =>
    {
        var bytes = Written(
            w =>
            {
                StreamingWriter.Write(w, value, random);
                w.WriteSimpleString("next"u8);
            },
            RespVersion.Resp3);
        var whole = Transcript.Of(bytes);
        Assert.Equal(whole, Transcript.Of(Wire.Crumbs(bytes)));
        Assert.Equal(whole, Transcript.Of(Wire.Cut(bytes, Wire.Places(random, bytes.Length, 4))));
        Assert.Equal(whole, Transcript.OfArriving(bytes, Wire.Places(random, bytes.Length, 4)));
        Assert.Equal(whole, Transcript.OfArriving(bytes, Enumerable.Range(0, bytes.Length)));
        Assert.Equal(bytes.Length - "+next\r\n".Length, ScanTranscript.LengthOf(bytes, random));
    });

    [Fact]
    public void Commands_are_read_alike_however_they_are_cut_and_arrive() => ForManyValues((_, random) =>
    {
        var values = new RandomValues(random);
        var commands = Enumerable.Range(0, 1 + random.Next(3))
            .Select(_ => Enumerable.Range(0, 1 + random.Next(4)).Select(_ => values.Bytes()).ToList()).ToList();
        var bytes = Written(
            w =>
            {
                foreach (var command in commands)
                {
                    w.WriteCommand(command[0], command.Count - 1);
                    foreach (var argument in command.Skip(1))
                    {
                        w.WriteBulkString(argument);
                    }
                }
            },
            RespVersion.Resp2);
        List<string> expected =
        [
            .. commands.Select(c => "array " + string.Join(' ', c.Select(a => $"[{Wire.Show(a)}]"))),
            "0 left",
        ];
        Assert.Equal(expected, CommandTranscript.Of(bytes));
        Assert.Equal(expected, CommandTranscript.OfArriving(bytes, Wire.Places(random, bytes.Length, 4)));
        Assert.Equal(expected, CommandTranscript.OfPieces(
            bytes, Wire.Places(random, bytes.Length, 3), Wire.Places(random, bytes.Length, 5)));
    });

    private static byte[] Written(Action<RespWriter> write, RespVersion version)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(new RespWriter(bytes, version));
        return bytes.WrittenSpan.ToArray();
    }

    private void ForManyValues(Action<RespValue, Random> check)
    {
        var seed = Seed.Next(output.WriteLine);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(unchecked(seed + round));
            var value = new RandomValues(random).Next();
            try
            {
                check(value, random);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"In round {round} with {value}: {failure.Message}", failure);
            }
        }
    }
}
