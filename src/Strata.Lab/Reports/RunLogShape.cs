using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Lab;

/// <summary>
/// Checks that a JSON document has the fields a log must have, following the description of
/// <see cref="RunLog"/> itself, and names the first one that is missing or impossible.
/// </summary>
internal sealed class RunLogShape(string path)
{
    public void Check(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("it is not a JSON object");
        }

        if (!root.TryGetProperty("time_series_metrics", out _))
        {
            throw new RunLogException($"'{path}' holds no time series: 'time_series_metrics' is missing");
        }

        CheckObject(root, RunLogJson.Default.RunLog, "");
    }

    private void CheckObject(JsonElement element, JsonTypeInfo type, string at)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"'{at.TrimEnd('.')}' is not an object");
        }

        foreach (var property in type.Properties)
        {
            if (element.TryGetProperty(property.Name, out var value))
            {
                CheckValue(value, property, at + property.Name);
            }
            else if (property.IsRequired)
            {
                throw Wrong($"'{at}{property.Name}' is missing");
            }
        }
    }

    private void CheckValue(JsonElement value, JsonPropertyInfo property, string at)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (property.IsRequired)
            {
                throw Wrong($"'{at}' is null");
            }

            return;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            CheckNumber(value, at);
        }

        var type = RunLogJson.Default.Options.GetTypeInfo(property.PropertyType);
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(value, type, at + ".");
                break;
            case JsonTypeInfoKind.Dictionary:
                CheckSeconds(value, at);
                break;
            default:
                break;
        }
    }

    private void CheckSeconds(JsonElement seconds, string at)
    {
        if (seconds.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"'{at}' is not an object");
        }

        foreach (var second in seconds.EnumerateObject())
        {
            if (!long.TryParse(second.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw Wrong($"'{at}' has the key '{Shortened(second.Name)}', which is not a Unix second");
            }

            CheckObject(second.Value, RunLogJson.Default.SecondMetrics, $"{at}.{second.Name}.");
        }
    }

    private void CheckNumber(JsonElement value, string at)
    {
        if (!value.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            throw Wrong($"'{at}' is beyond what a number can hold");
        }

        if (number < 0 && at != "run.seed")
        {
            throw Wrong($"'{at}' is negative");
        }
    }

    private static string Shortened(string key)
    {
        var plain = new string([.. key.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        return key.Length > 40 ? plain + "…" : plain;
    }

    private RunLogException Wrong(string what) => new($"'{path}' is no log of a run: {what}");
}
