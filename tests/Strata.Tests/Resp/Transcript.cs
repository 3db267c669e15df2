using System.Buffers;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>What a reader said about bytes, line by line, so that two readings can be compared.</summary>
internal static class Transcript
{
    /// <summary>Reads all in one piece.</summary>
    public static List<string> Of(ReadOnlySpan<byte> bytes, RespLimits? limits = null)
    {
        var reader = new RespReader(bytes, limits);
        var lines = new List<string>();
        Continue(ref reader, lines, 0);
        return lines;
    }

    /// <summary>Reads all, in as many pieces as the sequence has.</summary>
    public static List<string> Of(in ReadOnlySequence<byte> bytes, RespLimits? limits = null)
    {
        var reader = new RespReader(bytes, limits);
        var lines = new List<string>();
        Continue(ref reader, lines, 0);
        return lines;
    }

    /// <summary>Reads what arrives in steps, each time with a new reader from where the last one stopped.</summary>
    public static List<string> OfArriving(ReadOnlySpan<byte> bytes, IEnumerable<int> places, RespLimits? limits = null)
    {
        var lines = new List<string>();
        var start = 0;
        foreach (var place in places.Append(bytes.Length))
        {
            if (lines.Count > 0 && lines[^1].StartsWith("needs", StringComparison.Ordinal))
            {
                lines.RemoveAt(lines.Count - 1);
            }

            var reader = new RespReader(bytes[start..place], limits);
            if (!Continue(ref reader, lines, start))
            {
                break;
            }

            start += (int)reader.Consumed;
        }

        return lines;
    }

    /// <summary>The element read last.</summary>
    public static string Describe(in RespReader reader)
    {
        var facts = (reader.IsNull ? " null" : "") + (reader.IsStreamed ? " streamed" : "")
            + (reader.ItemCount > 0 ? $" items {reader.ItemCount}" : "")
            + (reader.VerbatimFormat.Length > 0 ? $" as {reader.VerbatimFormat}" : "")
            + (reader.TryGetInt64(out var integer) ? $" integer {integer}" : "")
            + (reader.TryGetDouble(out var number) ? $" double {number:R}" : "")
            + (reader.TryGetBoolean(out var truth) ? $" boolean {truth}" : "");
        return $"{reader.Type} '{Wire.Show(reader.ToArray())}'{facts}";
    }

    private static bool Continue(ref RespReader reader, List<string> lines, int offset)
    {
        try
        {
            while (reader.TryRead())
            {
                lines.Add(Describe(reader));
            }

            lines.Add($"needs {reader.BytesNeeded} at {offset + reader.Consumed}");
            return true;
        }
        catch (RespProtocolException refused)
        {
            // Messages count offsets from the reader's beginning, which differs from one arrival to the next.
            lines.Add($"refused at {offset + refused.Offset} {refused.Limit}");
            return false;
        }
    }
}
