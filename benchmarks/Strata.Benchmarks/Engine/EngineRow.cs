using System.Text.Json.Serialization;

namespace Strata.Benchmarks.Engine;

/// <summary>One figure of the run, as the JSON holds it.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Contender">Of whom.</param>
/// <param name="Entries">How many entries were held.</param>
/// <param name="Threads">How many threads worked together.</param>
/// <param name="Key">The kind of the keys.</param>
/// <param name="Ns">
/// Median nanoseconds: the time of all threads together over the operations of all. 0 where only bytes are
/// measured.
/// </param>
/// <param name="Bytes">Median bytes allocated an operation; for memory, bytes held.</param>
/// <param name="Ratio">
/// Median over the rounds of the time over ConcurrentDictionary's in the same round; null where it has no such
/// operation.
/// </param>
internal sealed record EngineRow(
    string Measure,
    string Contender,
    int Entries,
    int Threads,
    string Key,
    double Ns,
    double Bytes,
    double? Ratio)
{
    /// <summary>Half the distance between the quartiles of the times, as a part of the median.</summary>
    [JsonIgnore]
    public double Spread { get; init; }

    /// <summary>The median over the rounds of the time over MemoryCache's; null where it took no part.</summary>
    [JsonIgnore]
    public double? RatioToMemoryCache { get; init; }

    /// <summary>The turns behind it, by which figures of the same rounds can be compared.</summary>
    [JsonIgnore]
    public Turn[] Turns { get; init; } = [];

    /// <summary>A row of a contender's turns.</summary>
    public static EngineRow Of(
        string measure, string contender, int entries, int threads, string key, Turn[] turns, Turn[]? reference)
    {
        var figure = Figure.Of(turns, reference);
        return new(measure, contender, entries, threads, key, Rounded(figure.Ns), Rounded(figure.Bytes),
            figure.Ratio is { } ratio ? Math.Round(ratio, 3) : null)
        {
            Spread = figure.Spread,
            Turns = turns,
        };
    }

    /// <summary>Two decimals: what lies behind them is chance.</summary>
    public static double Rounded(double value) => Math.Round(value, 2) + 0.0;
}
