using System.Diagnostics;
using System.Text.Json;
using Strata.Lab.Tests.Cli;
using Strata.Testing;

namespace Strata.Lab.Tests.Benchmarks;

/// <summary>The benchmarks' command, in a process of its own: whether it runs, not how fast anything is.</summary>
[Trait("Category", "Slow")]
public sealed class EngineBenchmarkTests
{
    private static readonly string[] Fields =
        ["measure", "contender", "entries", "threads", "key", "ns", "bytes", "ratio"];

    [Fact]
    public async Task Alone_it_lists_what_can_be_measured()
    {
        var (exit, output, _) = await RunAsync("");
        Assert.Equal(0, exit);
        Assert.Contains("./bench lab", output, StringComparison.Ordinal);
        Assert.Contains("./bench sqlite", output, StringComparison.Ordinal);
        Assert.Contains("./bench engine", output, StringComparison.Ordinal);
        Assert.Contains("--quick", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "'nonsense'", "engine")]
    [InlineData("engine nonsense", "'nonsense'", "evicting-insert")]
    [InlineData("engine --nonsense", "'--nonsense'", "evicting-insert")]
    [InlineData("engine hit --key nonsense", "'nonsense'", "Guid")]
    [InlineData("engine hit --entries 1", "'1'", "100")]
    [InlineData("engine hit --threads 0", "'0'", "64")]
    public async Task What_is_not_known_is_refused_with_what_is_allowed(string arguments, string named, string allowed)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.Equal("", output);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_the_engine_is_measured_and_written_as_rows()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "made", "engine.json");
        var (exit, output, error) = await RunAsync($"engine --smoke --out \"{file}\"");
        Assert.True(exit == 0, error);
        Assert.Contains("mixed-evicting, Guid keys", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output + error);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var rows = json.RootElement.EnumerateArray().ToArray();
        Assert.All(rows, AssertRow);
        var measures = rows.Select(row => row.GetProperty("measure").GetString()!).ToHashSet();
        Assert.Superset(
            new HashSet<string>(
            [
                "hit", "miss", "get-or-load-hit", "set-existing", "set-new", "mixed", "mixed-evicting",
                "evicting-insert", "layer: get, first-layer hit", "storm p99.9", "storm given back", "memory",
            ]),
            measures);
        var contenders = rows.Select(row => row.GetProperty("contender").GetString()!).ToHashSet();
        Assert.Superset(
            new HashSet<string>(["ConcurrentDictionary", "MemoryCache", "MemoryLayer", "Cache, 3 layers"]),
            contenders);
    }

    private static void AssertRow(JsonElement row)
    {
        Assert.Equal(Fields, row.EnumerateObject().Select(field => field.Name));
        Assert.True(row.GetProperty("entries").GetInt32() > 0);
        Assert.InRange(row.GetProperty("threads").GetInt32(), 1, 1_024);
        Assert.Contains(row.GetProperty("key").GetString(), new[] { "string", "int", "Guid" });
        Assert.True(row.GetProperty("ns").GetDouble() >= 0);
        Assert.True(double.IsFinite(row.GetProperty("bytes").GetDouble()));
        Assert.True(row.GetProperty("ratio").ValueKind is JsonValueKind.Null or JsonValueKind.Number);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Strata.Benchmarks.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", $"\"{program}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        return await StrataProcess.EndOfAsync(process, output, error);
    }
}
