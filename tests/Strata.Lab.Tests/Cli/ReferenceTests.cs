using Strata.Cli;
using Strata.Lab.Bench;
using Strata.Sqlite;

namespace Strata.Lab.Tests.Cli;

/// <summary>docs/reference/ says what the code says.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_reference_of_commands_is_current() => Documents.AssertCurrent(
        "docs/reference/cli.md", CommandReference.Of(StrataCommand.Create(Terminal.OfProcess())));

    [Fact]
    public void The_reference_of_options_is_current() => Documents.AssertCurrent(
        "docs/reference/options.md",
        OptionsReference.Of(
            typeof(CacheOptions<string, string>),
            typeof(EntryOptions),
            typeof(MemoryLayerOptions<string, string>),
            typeof(SqliteLayerOptions<string, string>),
            typeof(BenchOptions)));
}
