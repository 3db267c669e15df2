using System.Text.Json;

namespace Strata.Lab.Tests.Cli;

public sealed class TraceCommandTests
{
    private static readonly string[] RowFields = ["trace", "policy", "default", "size", "hit_ratio_percent"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recorded_trace_is_replayed_shown_and_written()
    {
        using var strata = new StrataProcess();
        await WriteAsync(strata, "keys.lis", "1 40 0 0\n1 40 0 1\n20 10 0 2\n");
        var (exit, output, error) = await strata.RunAsync(
            "trace keys.lis --policies adaptive,s3-fifo --sizes 40,10 --json out/rows.json --html page.html");
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("90 requests for 40 keys", output, StringComparison.Ordinal);
        Assert.Contains("What a policy costs", output, StringComparison.Ordinal);
        Assert.Contains("out/rows.json", output, StringComparison.Ordinal);

        using var rows = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(strata.Folder, "out", "rows.json"), Ct));
        var all = rows.RootElement.EnumerateArray().ToList();
        Assert.All(all, row => Assert.Equal(RowFields, row.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(
            [
                ("keys", "Adaptive", true, 10), ("keys", "S3-FIFO", false, 10), ("keys", "OPT", false, 10),
                ("keys", "Adaptive", true, 40), ("keys", "S3-FIFO", false, 40), ("keys", "OPT", false, 40),
            ],
            all.Select(row => (
                row.GetProperty("trace").GetString()!,
                row.GetProperty("policy").GetString()!,
                row.GetProperty("default").GetBoolean(),
                row.GetProperty("size").GetInt32())));
        Assert.Equal("55.5556", all[3].GetProperty("hit_ratio_percent").GetRawText());

        var page = await File.ReadAllTextAsync(Path.Combine(strata.Folder, "page.html"), Ct);
        Assert.Contains("\"name\":\"keys\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generated_workloads_are_the_same_for_the_same_seed()
    {
        using var strata = new StrataProcess();
        var outputs = new List<string>();
        foreach (var seed in (string[])["", " --seed 1", " --seed 2"])
        {
            var (exit, output, error) = await strata.RunAsync(
                $"trace --generate scans,moving-zipf --sizes 50 --policies lru --reference{seed}");
            Assert.Equal((0, ""), (exit, error));
            outputs.Add(output);
        }

        Assert.Equal(outputs[0], outputs[1]);
        Assert.NotEqual(outputs[1], outputs[2]);
        Assert.Contains("moving-zipf", outputs[0], StringComparison.Ordinal);
        Assert.Contains("LIRS (reference)", outputs[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_of_one_name_are_told_apart_and_sizes_suit_each()
    {
        using var strata = new StrataProcess();
        await WriteAsync(strata, "one/keys.txt", string.Join('\n', Enumerable.Range(0, 3000).Select(i => i % 1000)));
        await WriteAsync(strata, "two/keys.txt", "a\nb\na\n");
        var (exit, output, _) = await strata.RunAsync("trace one/keys.txt two/keys.txt --policies none --json rows.json");
        Assert.Equal(0, exit);
        Assert.Contains("two/keys.txt", output, StringComparison.Ordinal);
        using var rows = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(strata.Folder, "rows.json"), Ct));
        var sizes = rows.RootElement.EnumerateArray()
            .Where(row => row.GetProperty("trace").GetString() == "keys")
            .Select(row => row.GetProperty("size").GetInt32()).Distinct();
        Assert.Equal([2, 5, 10, 23, 52, 120, 270, 600], sizes);
    }

    [Theory]
    [InlineData("trace", "FILE", "--generate")]
    [InlineData("trace keys.txt --generate loop", "keys.txt", "--generate")]
    [InlineData("trace --generate hoop", "--generate 'hoop'", "loop, scans, pools, moving-zipf, zipf, recency")]
    [InlineData("trace --generate loop,loop", "--generate 'loop'", "twice")]
    [InlineData("trace keys.txt --policies clock", "--policies 'clock'", "adaptive, s3fifo, sieve, wtinylfu, lru")]
    [InlineData("trace keys.txt --policies lru,LRU", "--policies 'LRU'", "twice")]
    [InlineData("trace keys.txt --sizes 0", "--sizes '0'", "1 to 100,000,000")]
    [InlineData("trace keys.txt --sizes 5,many", "--sizes 'many'", "1 to 100,000,000")]
    [InlineData("trace keys.txt --sizes 5,5", "--sizes '5'", "twice")]
    [InlineData("trace --generate zipf --sizes 1000001", "--sizes '1000001'", "1 to 1,000,000")]
    [InlineData("trace keys.txt --format csv", "--format 'csv'", "lis, trace, text")]
    [InlineData("trace --generate zipf --format lis", "--format", "--generate")]
    [InlineData("trace keys.txt --seed 4", "--seed", "--generate")]
    [InlineData("trace --generate zipf --seed -1", "--seed '-1'", "0 to 2,147,483,647")]
    [InlineData("trace keys.txt --json keys.txt", "FILE and --json", "keys.txt")]
    [InlineData("trace keys.txt --json a --html ./a", "--json and --html", "each needs its own")]
    [InlineData("trace keys.txt --json \"\"", "--json", "a file")]
    [InlineData("trace keys.txt keys.txt", "FILE and FILE 2", "keys.txt")]
    public async Task What_is_asked_wrongly_is_refused_in_one_line(string arguments, string names, string allows)
    {
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync(arguments);
        Assert.Equal((2, ""), (exit, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(names, line, StringComparison.Ordinal);
        Assert.Contains(allows, line, StringComparison.Ordinal);
        Assert.Contains("strata trace --help", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.Folder));
    }

    [Theory]
    [InlineData("missing.lis", null, "there is no such file")]
    [InlineData("empty.txt", "", "is empty")]
    [InlineData("bad.lis", "1 2 3 4\n1 1099511627776 0 0\n", "line 2: the count 1099511627776 is refused")]
    [InlineData("short.trace", "\0\0\0\u0001\0", "offset 4")]
    public async Task A_file_that_is_no_trace_is_named_in_one_line(string name, string? content, string why)
    {
        using var strata = new StrataProcess();
        if (content is not null)
        {
            await WriteAsync(strata, name, content);
        }

        var (exit, output, error) = await strata.RunAsync($"trace {name} --json rows.json");
        Assert.Equal((1, ""), (exit, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"'{name}'", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(strata.Folder, "rows.json")));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_found_out_before_the_replay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "/proc is Linux's.");
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync("trace --generate zipf --json /proc/nowhere/rows.json");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("/proc/nowhere/rows.json", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ctrl_C_stops_the_replay_and_nothing_is_written()
    {
        StrataProcess.SkipWhereInterruptIsIgnored();
        using var strata = new StrataProcess();
        using var watcher = new FileSystemWatcher(strata.Folder, "*.tmp") { EnableRaisingEvents = true };
        using var begun = new SemaphoreSlim(0);
        watcher.Created += (_, _) => begun.Release();
        using var process = strata.Start("trace --generate zipf,pools --sizes 1000,1000000 --json rows.json");
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);

        // That the file could be written is tried first.
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(60), Ct), "The run did not begin.");
        StrataProcess.Interrupt(process);
        var (exit, shown, complaints) = await StrataProcess.EndOfAsync(process, output, error);
        Assert.Equal((130, ""), (exit, complaints));
        Assert.Contains("nothing was written", shown, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.Folder));
    }

    private static Task WriteAsync(StrataProcess strata, string name, string content)
    {
        var path = Path.Combine(strata.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, content, Ct);
    }
}
