using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Lab.Traces;

/// <summary>The results as one self-contained page: a curve to look into and a table for each trace.</summary>
internal static class TracePage
{
    private static readonly HtmlPage Page = new("trace.html");

    /// <summary>Writes the page; it appears whole or not at all.</summary>
    /// <exception cref="RunLogException">It cannot be written; the message says why in one sentence.</exception>
    public static void Write(IReadOnlyList<TraceResult> results, string path) =>
        WholeFile.Write(path, Encoding.UTF8.GetBytes(Render(results)));

    /// <summary>The page.</summary>
    public static string Render(IReadOnlyList<TraceResult> results)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteStartArray("traces");
            foreach (var result in results)
            {
                WriteTrace(json, result);
            }

            json.WriteEndArray();
            json.WriteStartArray("regrets");
            foreach (var regret in TraceRegret.Of(results))
            {
                json.WriteStartObject();
                json.WriteString("policy", regret.Column.Name);
                json.WriteNumber("mean", Math.Round(regret.Mean, 4));
                json.WriteNumber("worst", Math.Round(regret.Worst, 4));
                json.WriteString("trace", regret.WorstTrace);
                json.WriteNumber("size", regret.WorstSize);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Page.With(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    private static void WriteTrace(Utf8JsonWriter json, TraceResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        json.WriteNumber("requests", result.Requests);
        json.WriteNumber("distinct", result.Distinct);
        json.WriteNumber("ceiling_percent", Math.Round(result.CeilingPercent, 4));
        json.WriteStartArray("sizes");
        foreach (var size in result.Sizes)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("policies");
        for (var column = 0; column < result.Columns.Count; column++)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Columns[column].Name);
            json.WriteBoolean("default", result.Columns[column].IsDefault);
            json.WriteBoolean("bound", result.Columns[column].IsBound);
            json.WriteStartArray("hit_ratio_percent");
            foreach (var row in result.Percent)
            {
                json.WriteNumberValue(Math.Round(row[column], 4));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
