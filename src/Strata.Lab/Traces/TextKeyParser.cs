using System.Globalization;
using System.Text;

namespace Strata.Lab.Traces;

/// <summary>
/// Reads <see cref="TraceFormat.Text"/>. The keys become numbers in the order of their first appearance, so that all
/// traces replay alike; two lines are the same key if they are the same bytes.
/// </summary>
internal static class TextKeyParser
{
    public static long[] Read(Stream stream, string path, CancellationToken cancellationToken)
    {
        var lines = new LineReader(stream, path, cancellationToken);
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var byText = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = new char[TraceLimits.LineBytesMax];
        var keys = new List<long>();
        long held = 0;
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty)
            {
                continue;
            }

            // Latin-1 takes any bytes and keeps different ones apart.
            ReadOnlySpan<char> key = text.AsSpan(0, Encoding.Latin1.GetChars(line, text));
            if (!byText.TryGetValue(key, out var number))
            {
                held += line.Length;
                number = numbers.Count;
                byText[key] = number;
            }

            if (keys.Count == TraceLimits.RequestsMax || held > TraceLimits.KeyBytesMax)
            {
                throw lines.Refusal(string.Create(
                    CultureInfo.InvariantCulture,
                    $"a trace holds at most {TraceLimits.RequestsMax:N0} requests and "
                    + $"{TraceLimits.KeyBytesMax:N0} bytes of different keys"));
            }

            keys.Add(number);
        }

        return [.. keys];
    }
}
