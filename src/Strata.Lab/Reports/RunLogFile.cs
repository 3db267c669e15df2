using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Lab;

/// <summary>
/// Reads a log: first whether it has the shape, field by field, so that what is wrong can be named; then
/// the values.
/// </summary>
internal static class RunLogFile
{
    // Far beyond a log of days; what is larger is some other file.
    private const long BytesMax = 256L << 20;

    // The last second that a date can name.
    private const long UnixSecondMax = 253_402_300_799;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true };

    public static RunLog Read(string path)
    {
        try
        {
            return Parse(path, Load(path));
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RunLogException($"cannot read '{path}': {FileTrouble.Why(failure)}", failure);
        }
    }

    private static byte[] Load(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length > BytesMax)
        {
            throw new RunLogException($"cannot read '{path}': it is larger than 256 MiB, no log of a run");
        }

        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private static RunLog Parse(string path, byte[] content)
    {
        ReadOnlyMemory<byte> json = content.AsMemory();
        if (json.Span.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            new RunLogShape(path).Check(document.RootElement);
            var log = document.RootElement.Deserialize(RunLogJson.Default.RunLog)!;
            return CheckSeconds(path, log);
        }
        catch (JsonException failure) when (failure.Path is { Length: > 2 } where)
        {
            throw new RunLogException(
                $"'{path}' is no log of a run: '{where[2..]}' has a value of the wrong kind", failure);
        }
        catch (JsonException failure)
        {
            throw new RunLogException($"'{path}' is not valid JSON{Position(failure)}", failure);
        }
        catch (InvalidOperationException failure)
        {
            throw new RunLogException($"'{path}' is not valid JSON: it holds text that is not Unicode", failure);
        }
    }

    private static RunLog CheckSeconds(string path, RunLog log)
    {
        if (log.TimeSeriesMetrics.Count == 0)
        {
            throw new RunLogException($"'{path}' holds no time series: 'time_series_metrics' is empty");
        }

        foreach (var second in log.TimeSeriesMetrics.Keys)
        {
            if (second is < 0 or > UnixSecondMax)
            {
                throw new RunLogException(
                    $"'{path}' is no log of a run: 'time_series_metrics.{second}' is not a Unix second");
            }
        }

        return log;
    }

    private static string Position(JsonException failure) => failure.LineNumber is { } line
        ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {failure.BytePositionInLine + 1})")
        : "";
}
