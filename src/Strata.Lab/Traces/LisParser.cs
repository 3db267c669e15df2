using System.Buffers.Text;
using System.Globalization;

namespace Strata.Lab.Traces;

/// <summary>Reads <see cref="TraceFormat.Lis"/>.</summary>
internal static class LisParser
{
    private const int Fields = 4;

    public static long[] Read(Stream stream, string path, CancellationToken cancellationToken)
    {
        var lines = new LineReader(stream, path, cancellationToken);
        var keys = new List<long>();
        Span<long> fields = stackalloc long[Fields];
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            if (!TryParse(line, fields))
            {
                throw lines.Refusal(
                    $"{LineReader.Quote(line)} is refused: a line is four whole numbers, "
                    + "'start count ignored ignored'");
            }

            Append(keys, lines, fields[0], fields[1]);
        }

        return [.. keys];
    }

    private static void Append(List<long> keys, LineReader lines, long start, long count)
    {
        var room = TraceLimits.RequestsMax - keys.Count;
        if (count < 1 || count > room)
        {
            throw lines.Refusal(string.Create(
                CultureInfo.InvariantCulture,
                $"the count {count} is refused: it is from 1 to what is left of "
                + $"{TraceLimits.RequestsMax:N0} requests"));
        }

        if (start > long.MaxValue - count)
        {
            throw lines.Refusal(string.Create(
                CultureInfo.InvariantCulture, $"the start {start} is refused: keys end at {long.MaxValue}"));
        }

        for (long i = 0; i < count; i++)
        {
            keys.Add(start + i);
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> line, Span<long> fields)
    {
        for (var i = 0; i < Fields; i++)
        {
            line = line.TrimStart(" \t"u8);
            if (!Utf8Parser.TryParse(line, out fields[i], out var used))
            {
                return false;
            }

            line = line[used..];
            if (line.Length > 0 && line[0] is not ((byte)' ' or (byte)'\t'))
            {
                return false;
            }
        }

        return line.Trim(" \t"u8).IsEmpty;
    }
}
