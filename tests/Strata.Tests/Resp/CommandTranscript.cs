using System.Buffers;
using System.Text;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>What a command reader said about bytes, line by line, so that two readings can be compared.</summary>
internal static class CommandTranscript
{
    /// <summary>Reads all in one piece.</summary>
    public static List<string> Of(ReadOnlySpan<byte> bytes, RespLimits? limits = null, bool isStranger = false) =>
        OfArriving(bytes, [], limits, isStranger);

    /// <summary>Reads what arrives in steps, each time in one piece.</summary>
    public static List<string> OfArriving(
        ReadOnlySpan<byte> bytes, IEnumerable<int> places, RespLimits? limits = null, bool isStranger = false)
    {
        var reader = new RespCommandReader(limits) { RequiresAuthentication = isStranger };
        var lines = new List<string>();
        var start = 0;
        try
        {
            foreach (var place in places.Append(bytes.Length))
            {
                var buffer = bytes[start..place];
                while (reader.TryRead(ref buffer, out var command))
                {
                    lines.Add(Describe(command));
                }

                start = place - buffer.Length;
            }

            lines.Add($"{bytes.Length - start} left");
        }
        catch (RespProtocolException refused)
        {
            lines.Add(Describe(refused));
        }

        return lines;
    }

    /// <summary>Reads what arrives in steps, each time in pieces cut at other places.</summary>
    public static List<string> OfPieces(
        ReadOnlyMemory<byte> bytes, IEnumerable<int> places, IEnumerable<int> cuts, RespLimits? limits = null)
    {
        var reader = new RespCommandReader(limits);
        var lines = new List<string>();
        var start = 0;
        var all = cuts.ToList();
        try
        {
            foreach (var place in places.Append(bytes.Length))
            {
                var from = start;
                var buffer = Wire.Cut(bytes[start..place], all.Where(c => c >= from && c <= place).Select(c => c - from));
                while (reader.TryRead(ref buffer, out var command))
                {
                    lines.Add(Describe(command));
                }

                start = place - (int)buffer.Length;
            }

            lines.Add($"{bytes.Length - start} left");
        }
        catch (RespProtocolException refused)
        {
            lines.Add(Describe(refused));
        }

        return lines;
    }

    private static string Describe(in RespCommand command)
    {
        var text = new StringBuilder(command.IsInline ? "inline" : "array");
        for (var i = 0; i < command.Count; i++)
        {
            text.Append(" [").Append(Wire.Show(command[i])).Append(']');
        }

        return text.ToString();
    }

    private static string Describe(RespProtocolException refused) =>
        refused.ErrorText.IsEmpty ? $"refused {refused.Limit}" : Wire.Show(refused.ErrorText.Span);
}
