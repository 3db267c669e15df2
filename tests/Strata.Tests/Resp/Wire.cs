using System.Buffers;
using System.Text;

namespace Strata.Tests.Resp;

/// <summary>Bytes of the wire as tests write and cut them.</summary>
internal static class Wire
{
    /// <summary>One byte for each character: what is written as text, and \xFF as that byte.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>The bytes as text in which every byte can be seen.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
        {
            text.Append(one switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)one).ToString(),
                _ => $"\\x{one:x2}",
            });
        }

        return text.ToString();
    }

    /// <summary>The bytes in pieces, cut at the given places in rising order; equal places make empty pieces.</summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> bytes, params IEnumerable<int> places)
    {
        var first = default(Piece);
        var last = default(Piece);
        var start = 0;
        foreach (var place in places.Append(bytes.Length))
        {
            last = new Piece(bytes[start..place], last);
            first ??= last;
            start = place;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    /// <summary>The bytes in pieces of one byte each.</summary>
    public static ReadOnlySequence<byte> Crumbs(ReadOnlyMemory<byte> bytes) =>
        Cut(bytes, Enumerable.Range(1, Math.Max(bytes.Length - 1, 0)));

    /// <summary>Places to cut a number of bytes at, drawn at random.</summary>
    public static int[] Places(Random random, int length, int count)
    {
        var places = new int[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = random.Next(length + 1);
        }

        Array.Sort(places);
        return places;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
