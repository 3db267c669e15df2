using System.CommandLine;
using Strata.Cli.Options;
using Strata.Lab.Comparisons;

namespace Strata.Cli.Comparisons;

/// <summary><c>strata compare</c>: sets the memory layer beside a cache with one lock.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Option<long> _operations = Numbers.Of(
        "--operations", [], CompareOptions.OperationsMin, CompareOptions.OperationsMax, 10_000,
        "Gets, sets and operations of the mix in each round, in tens");

    private readonly Option<int[]?> _workers = NumberLists.Optional(
        "--workers", 1, CompareOptions.WorkersMax, "How many workers at once, in turn", CompareOptions.WorkersDefault);

    private readonly Option<long> _workerOperations = Numbers.Of(
        "--worker-operations", [], CompareOptions.WorkerOperationsMin, CompareOptions.WorkerOperationsMax, 1_000,
        "Operations of each worker in each round, in tens");

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Fewer rounds: a glance of a few seconds",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<string?> _json = Paths.Optional("--json", "Also write all figures there");

    public CompareCommand(Terminal terminal)
        : base("compare", "Set the memory layer beside a cache with one lock.")
    {
        foreach (var option in (Option[])[_operations, _workers, _workerOperations, _quick, _json])
        {
            Add(option);
        }

        SetAction(async (parsed, cancellationToken) =>
        {
            var run = new CompareRun(
                OptionsOf(parsed), terminal.Output, terminal.Progress, Console.Error, TimeProvider.System);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
    }

    private CompareOptions OptionsOf(ParseResult parsed) => new()
    {
        Operations = (int)parsed.GetValue(_operations),
        Workers = parsed.GetValue(_workers) is { Length: > 0 } workers ? workers : CompareOptions.WorkersDefault,
        WorkerOperations = (int)parsed.GetValue(_workerOperations),
        Quick = parsed.GetValue(_quick),
        Json = parsed.GetValue(_json),
    };
}
