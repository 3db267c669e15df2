using System.Diagnostics;
using Strata.Testing;

namespace Strata.Lab.Tests.Cli;

/// <summary>The samples run as they are, and the code that documents show is code that runs.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(4);

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_cache_aside_loads_once_and_remembers_across_a_restart() => Assert.Equal(
        """
        loaded: Quote { Id = 42, Price = 12.50 }
        again: Quote { Id = 42, Price = 12.50 }, after 1 question to the source
        written: memory written, sqlite written
        ten callers: 2 questions to the source in all
        after a restart: hit in sqlite, Quote { Id = 42, Price = 12.80 }
        promoted: hit in memory
        never stored: miss
        3 requests, 2 hits, 1 miss

        """.ReplaceLineEndings("\n"),
        await RunAsync("samples/cache-aside.cs"));

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_layer_of_ones_own_may_fail_without_failing_the_cache() => Assert.Equal(
        """
        memory written, folder written
        hit in folder
        Transient: set (1)
        memory written, folder failed
        hello again
        Transient: get (2)
        Unavailable

        """.ReplaceLineEndings("\n"),
        await RunAsync("samples/custom-layer.cs"));

    [Theory]
    [InlineData("README.md", "samples/cache-aside.cs")]
    [InlineData("docs/guides/layers.md", "tests/Strata.Layers.Tests/Contract/DictionaryLayer.cs")]
    public void The_code_in_a_document_is_code_that_runs(string document, string source)
    {
        var shown = Documents.Read(document).Split("```csharp\n", 2)[1].Split("```", 2)[0];
        var lines = Documents.Read(source).Split('\n').Select(line => line.Trim()).ToHashSet();
        Assert.All(shown.Split('\n'), line => Assert.Contains(line.Trim(), lines));
    }

    private static async Task<string> RunAsync(string sample)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", ["run", Documents.PathOf(sample)])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (exit, said, complaint) = await StrataProcess.EndOfAsync(process, output, error, TimeLimit);
        Assert.True(exit == 0, $"{sample} ended with {exit}.\n{said}\n{complaint}");
        return said.ReplaceLineEndings("\n");
    }
}
