using System.CommandLine;
using System.Globalization;

namespace Strata.Benchmarks.Engine;

/// <summary>The verb <c>engine</c> and its options.</summary>
internal static class EngineCommand
{
    /// <summary>The word for all of it.</summary>
    public const string Name = "engine";

    private const int EntriesMin = 100;
    private const int EntriesMax = 10_000_000;
    private const int ThreadsMax = 64;

    /// <summary>All that can be measured, with a line on each.</summary>
    public static IReadOnlyList<(string Name, string What)> Measures { get; } =
    [
        .. Enum.GetValues<Operation>().Select(operation => (operation.Name(), operation.What())),
        (LayerCost.Name, "stacks of mock layers, of memory layers, of memory over SQLite"),
        (StormCost.Name, "a million entries that expire at once, while others are read"),
        (MemoryCost.Name, "bytes an entry beyond its key and its value"),
    ];

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var measures = new Argument<string[]>("MEASURES")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "What to measure, with commas or spaces between; all of it unless named",
        };
        var entries = new Option<string?>("--entries") { Description = "Sizes: 10000,100000,1000000 unless given" };
        var threads = new Option<string?>("--threads") { Description = "Threads: 1,2 unless given" };
        var key = new Option<string?>("--key") { Description = "Keys: string,int,Guid unless given" };
        var rounds = new Option<string?>("--rounds") { Description = "Rounds that count: 13 unless given" };
        var quick = new Option<bool>("--quick") { Description = "The heart of it, in less than a minute" };
        var smoke = new Option<bool>("--smoke") { Description = "Whether all of it runs", Hidden = true };
        var output = new Option<string?>("--out") { Description = "The JSON; artifacts/bench/engine.json else" };
        var command = new Command(Name, "The memory engine beside its peers")
        {
            measures, entries, threads, key, rounds, quick, smoke, output,
        };
        command.SetAction((parsed, _) => RunAsync(
            () => Choose(
                parsed.GetValue(smoke) ? EnginePlan.Smoke
                    : parsed.GetValue(quick) ? EnginePlan.Quick
                    : parsed.GetValue(key) is null ? EnginePlan.Whole
                    : new EnginePlan(),
                parsed.GetValue(measures) ?? [],
                parsed.GetValue(entries),
                parsed.GetValue(threads),
                parsed.GetValue(key),
                parsed.GetValue(rounds)),
            parsed.GetValue(output)));
        return command;
    }

    private static async Task<int> RunAsync(Func<EnginePlan> choose, string? output)
    {
        EnginePlan plan;
        try
        {
            plan = choose();
        }
        catch (ArgumentException refusal)
        {
            await Console.Error.WriteLineAsync($"bench: {refusal.Message}").ConfigureAwait(false);
            return 2;
        }

        await EngineCost.MeasureAsync(plan, output ?? Repository.Artifact("bench/engine.json")).ConfigureAwait(false);
        return 0;
    }

    private static EnginePlan Choose(
        EnginePlan plan, string[] measures, string? entries, string? threads, string? key, string? rounds)
    {
        var names = measures.SelectMany(Parts).ToArray();
        foreach (var name in names.Except(Measures.Select(m => m.Name)))
        {
            throw new ArgumentException(
                $"'{name}' cannot be measured; these can: {string.Join(", ", Measures.Select(m => m.Name))}");
        }

        if (names.Length > 0)
        {
            // What is named is measured wholly: --quick then only keeps to its sizes.
            plan = plan with
            {
                Operations = [.. Enum.GetValues<Operation>().Where(operation => names.Contains(operation.Name()))],
                Leaves = static (_, _, _, _) => false,
                Layers = names.Contains(LayerCost.Name),
                StormEntries = !names.Contains(StormCost.Name) ? 0
                    : plan.StormEntries > 0 ? plan.StormEntries
                    : new EnginePlan().StormEntries,
                MemoryEntries = names.Contains(MemoryCost.Name) ? plan.MemoryEntries : [],
            };
        }

        if (entries is not null)
        {
            int[] sizes = [.. Parts(entries).Select(part => Number("--entries", part, EntriesMin, EntriesMax))];
            plan = plan with
            {
                Entries = sizes,
                Leaves = static (_, _, _, _) => false,
                StormEntries = plan.StormEntries == 0 ? 0 : sizes.Max(),
                MemoryEntries = plan.MemoryEntries.Count == 0 ? [] : sizes,
            };
        }

        if (threads is not null)
        {
            plan = plan with
            {
                Threads = [.. Parts(threads).Select(part => Number("--threads", part, 1, ThreadsMax))],
                Leaves = static (_, _, _, _) => false,
            };
        }

        return plan with
        {
            Keys = key is null ? plan.Keys : [.. Parts(key).Select(Kind).Distinct()],
            Rounds = rounds is null ? plan.Rounds : Number("--rounds", rounds, 1, 1_000),
        };
    }

    private static string[] Parts(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Kind(string name) =>
        KeyKind.All.FirstOrDefault(kind => kind.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"--key: '{name}' is no kind of keys; these are: {string.Join(", ", KeyKind.All)}");

    private static int Number(string option, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= min && number <= max
            ? number
            : throw new ArgumentException($"{option}: '{text}' is not a whole number from {min} to {max}");
}
