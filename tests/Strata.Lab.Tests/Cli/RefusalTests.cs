namespace Strata.Lab.Tests.Cli;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("bench -t 0", "--threads '0'", "1 to 1,024")]
    [InlineData("bench --threads 1025", "--threads '1025'", "1 to 1,024")]
    [InlineData("bench -t four", "--threads 'four'", "1 to 1,024")]
    [InlineData("bench -t 1.5", "--threads '1.5'", "1 to 1,024")]
    [InlineData("bench -q 0", "--queries '0'", "1 to 1,000,000,000")]
    [InlineData("bench -q 99999999999999999999", "--queries '99999999999999999999'", "1 to 1,000,000,000")]
    [InlineData("bench -r 101", "--read-ratio '101'", "0 to 100")]
    [InlineData("bench -r -1", "--read-ratio '-1'", "0 to 100")]
    [InlineData("bench -r NaN", "--read-ratio 'NaN'", "0 to 100")]
    [InlineData("bench --ttl 0", "--ttl '0'", "1 to 315,360,000,000")]
    [InlineData("bench --ttl -5", "--ttl '-5'", "1 to 315,360,000,000")]
    [InlineData("bench --jitter 100", "--jitter '100'", "0 to 99")]
    [InlineData("bench --duration 0", "--duration '0'", "1 to 86,400")]
    [InlineData("bench --baseline -1", "--baseline '-1'", "0 to 3,600")]
    [InlineData("bench --seed x", "--seed 'x'", "0 to 2,147,483,647")]
    [InlineData("bench --cache tape", "'tape'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("bench --cache memory,memory", "'memory'", "twice")]
    [InlineData("bench --cache memory,", "'memory,'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("bench --cache memory:0", "'memory:0'", "from 1 to 2,147,483,647")]
    [InlineData("bench --cache sqlite:", "'sqlite:'", "sqlite:PATH")]
    [InlineData("bench --cache \"\"", "''", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("bench --database mysql://x", "mysql://x", "sqlite, sqlite:PATH, postgres://")]
    [InlineData("bench --database postgres://u:hunter2@h:99999/d", "--database", "postgres://")]
    [InlineData("bench --no-cache --cache memory", "--no-cache", "--cache")]
    [InlineData("bench --no-cache --warm", "--no-cache", "--warm")]
    [InlineData("bench --no-cache -f", "--no-cache", "--flush")]
    [InlineData("bench --no-cache --ttl 5", "--no-cache", "--ttl")]
    [InlineData("bench --no-cache --baseline 5", "--no-cache", "--baseline")]
    [InlineData("bench --out \"\"", "--out", "a file")]
    [InlineData("bench --frobnicate", "'--frobnicate'", "strata bench --help")]
    [InlineData("bench surplus", "'surplus'", "strata bench --help")]
    [InlineData("bench -t", "-t", "strata bench --help")]
    [InlineData("bench -t 1 -t 2", "-t", "strata bench --help")]
    [InlineData("profile --samples 99", "--samples '99'", "100 to 1,000,000")]
    [InlineData("profile --entries 1,0", "--entries '1,0'", "1 to 5,000,000")]
    [InlineData("profile --entries 1,,2", "--entries '1,,2'", "1 to 5,000,000")]
    [InlineData("profile --threads many", "--threads 'many'", "1 to 256")]
    [InlineData("profile --threads 1,257", "--threads '1,257'", "1 to 256")]
    [InlineData("profile --threads \"\"", "--threads ''", "1 to 256")]
    [InlineData("profile --hit-rate 101", "--hit-rate '101'", "0 to 100")]
    [InlineData("profile --remote-us 0", "--remote-us '0'", "1 to 60,000,000")]
    [InlineData("profile --json \"\"", "--json", "a file")]
    [InlineData("compare --operations 99", "--operations '99'", "100 to 1,000,000")]
    [InlineData("compare --workers 1025", "--workers '1025'", "1 to 1,024")]
    [InlineData("compare --worker-operations 9", "--worker-operations '9'", "10 to 100,000")]
    [InlineData("compare surplus", "'surplus'", "strata compare --help")]
    [InlineData("plot explain", "explain", "strata plot explain --help")]
    [InlineData("plot explain a.json -t soon", "--second 'soon'", "0 to 253,402,300,799")]
    [InlineData("plot", "Required command", "strata plot --help")]
    [InlineData("bnech", "'bnech'", "strata --help")]
    public async Task What_is_asked_wrongly_is_refused_in_one_line_and_nothing_is_written(
        string arguments, string names, string allows)
    {
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(names, line, StringComparison.Ordinal);
        Assert.Contains(allows, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.Folder));
    }

    [Theory]
    [InlineData("bench --out /proc/nowhere/log.json", "/proc/nowhere/log.json")]
    [InlineData("bench --html /proc/nowhere/page.html", "/proc/nowhere/page.html")]
    [InlineData("profile --json /proc/nowhere/p.json", "/proc/nowhere/p.json")]
    [InlineData("compare --json /proc/nowhere/c.json", "/proc/nowhere/c.json")]
    [InlineData("bench --cache sqlite:/proc/nowhere/c.db", "/proc/nowhere")]
    [InlineData("bench --database sqlite:/proc/nowhere/f.db", "/proc/nowhere")]
    [InlineData("bench --database postgres://strata:hunter2@127.0.0.1:1/flights", "127.0.0.1:1")]
    public async Task What_cannot_be_done_is_said_in_one_sentence_without_a_stack_trace(
        string arguments, string names)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "/proc is Linux's.");
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync(arguments);
        Assert.Equal(1, exit);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(names, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line + output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Empty(strata.Logs);
    }

    [Theory]
    [InlineData("missing.json", null)]
    [InlineData("bad.json", "{")]
    [InlineData("empty.json", "{}")]
    public async Task A_log_that_is_none_is_refused_by_name(string name, string? content)
    {
        using var strata = new StrataProcess();
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(strata.Folder, name), content, TestContext.Current.CancellationToken);
        }

        foreach (var verb in (string[])["explain", "plot-only"])
        {
            var (exit, output, error) = await strata.RunAsync($"plot {verb} {name}");
            Assert.Equal(1, exit);
            Assert.Contains(name, output + error, StringComparison.Ordinal);
        }
    }
}
