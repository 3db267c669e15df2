using System.Text.Json;

namespace Strata.Lab.Tests.Cli;

public sealed class ProfileCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_shows_three_experiments_and_writes_all_figures()
    {
        using var strata = new StrataProcess();
        var (exit, output, _) = await strata.RunAsync(
            "profile --quick --samples 100 --entries 50,1 --threads 2,1 --remote-us 10 --hit-rate 80 --json here/p.json");
        Assert.Equal(0, exit);
        Assert.DoesNotContain('\u001b', output);
        foreach (var heading in (string[])["Components:", "Size:", "Contention:", "Blended latency:", "here/p.json"])
        {
            Assert.Contains(heading, output, StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(strata.Folder, "here", "p.json"), Ct));
        var root = json.RootElement;
        Assert.Equal([1, 50], root.GetProperty("sizes").GetProperty("points").EnumerateArray().Select(p => p.GetProperty("entries").GetInt32()));
        Assert.Equal([1, 2], root.GetProperty("contention").GetProperty("points").EnumerateArray().Select(p => p.GetProperty("threads").GetInt32()));
        Assert.Equal(10_000, root.GetProperty("blended").GetProperty("remote_ns").GetDouble());
        Assert.Equal(80, root.GetProperty("blended").GetProperty("hit_rate_percent").GetInt32());
        Assert.False(root.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task A_comparison_shows_both_sides_and_a_verdict_on_every_claim()
    {
        using var strata = new StrataProcess();
        var (exit, output, _) = await strata.RunAsync(
            "compare --quick --operations 100 --workers 3,2 --worker-operations 20 --json c.json");
        Assert.Equal(0, exit);
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("Beside the published claims", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(strata.Folder, "c.json"), Ct));
        var root = json.RootElement;
        Assert.Equal(["get", "set", "mix 70/30"], root.GetProperty("operations").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal([2, 3], root.GetProperty("workers").EnumerateArray().Select(w => w.GetProperty("workers").GetInt32()));
        Assert.Equal(4, root.GetProperty("claims").GetArrayLength());
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("profile")]
    [InlineData("compare --operations 1000000")]
    public async Task Ctrl_C_ends_a_measurement_and_what_was_done_is_written(string arguments)
    {
        StrataProcess.SkipWhereInterruptIsIgnored();
        using var strata = new StrataProcess();
        using var process = strata.Start($"{arguments} --json cut.json");
        var error = process.StandardError.ReadToEndAsync(Ct);
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line && !line.Contains("machine", StringComparison.Ordinal))
        {
        }

        StrataProcess.Interrupt(process);
        var (exit, shown, _) = await StrataProcess.EndOfAsync(process, process.StandardOutput.ReadToEndAsync(Ct), error);
        Assert.Equal(130, exit);
        Assert.Contains("Interrupted", shown, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(strata.Folder, "cut.json"), Ct));
        Assert.True(json.RootElement.GetProperty("interrupted").GetBoolean());
    }
}
