using System.Globalization;
using Spectre.Console;
using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>
/// A comparison in the terminal, experiment by experiment: each can be shown as soon as it is done.
/// </summary>
internal sealed class CompareReport(IAnsiConsole console)
{
    private const int Column = 9;
    private const double Even = 5;

    // What is worse than that is not told more exactly, and fits its column.
    private const int PercentMin = -999;

    private static readonly string[] Headings = ["average", "p95", "p99", "min", "max", "op/s"];

    /// <summary>Where and how it is measured: said before the first figure.</summary>
    public void ShowMethod(MachineFacts machine, CompareMethod method) => Show(sheet =>
    {
        sheet.Heading("Before and after: a cache with one lock, and the memory layer");
        machine.AddTo(sheet);
        sheet.Row("method", $"both in turn, {method.Rounds} rounds; medians of the rounds");
        sheet.Row("entries", $"{Figures.Count(method.Entries)}, all held, room for more; keys drawn at random");
        Say(
            sheet,
            "before: a dictionary, one lock around every call, the order of use as a linked list, "
            + "deadlines and counters. "
            + "after: the memory layer.");
        Say(
            sheet,
            $"A time is that of {method.OperationsPerSample} operations in a row, less the loop and the "
            + "clock, divided by "
            + $"{method.OperationsPerSample}. better by: how much lower a time is, how much higher "
            + "throughput; below 0 it is worse.");
    });

    /// <summary>Gets, sets and the mix.</summary>
    public void Show(IReadOnlyList<ComparedOperation> operations, CompareMethod method) => Show(sheet =>
    {
        sheet.Heading($"One thread, {Figures.Count(method.Operations)} operations a round, ns an operation");
        sheet.Columns("", Headings, Column, StyledText.Faint);
        foreach (var operation in operations)
        {
            Table(sheet, operation, Nanoseconds.Short);
        }
    });

    /// <summary>Many workers at once.</summary>
    public void Show(
        IReadOnlyList<ComparedWorkers> workers, CompareMethod method, MachineFacts machine) => Show(sheet =>
    {
        sheet.Heading(
            $"Workers at once, {Figures.Count(method.WorkerOperations)} operations each a round, mix "
            + $"{method.GetPercent}/{100 - method.GetPercent}, ns an operation");
        sheet.Columns("", Headings, Column, StyledText.Faint);
        foreach (var one in workers)
        {
            Table(sheet, one.Operations, Nanoseconds.Short);
        }

        Say(
            sheet,
            "Throughput is from the first worker's beginning to the last one's end; times include waiting "
            + "for a core. "
            + $"There are {machine.Processors}, so more workers than that take turns, and a worker that is "
            + "done before the next "
            + "one has begun is in nobody's way.");
        Contention(sheet, workers);
    });

    /// <summary>The clean-up.</summary>
    public void Show(ComparedOperation cleanUp, CompareMethod method) => Show(sheet =>
    {
        sheet.Heading(
            $"Clean-up of {Figures.Count(method.CleanUpEntries)} entries, half of them expired, "
            + $"{method.CleanUpRounds} times each");
        sheet.Columns("", Headings, Column, StyledText.Faint);
        Table(sheet, cleanUp, ns => Figures.Time(ns / 1e3));
        Say(
            sheet,
            "A time is that of a whole clean-up, op/s are entries given back. before looks at every entry "
            + "under its one lock; "
            + "after drains its timer wheel in batches.");
    });

    /// <summary>The published claims.</summary>
    public void Show(IReadOnlyList<Claim> claims, IReadOnlyList<ComparedWorkers> workers) => Show(sheet =>
    {
        sheet.Heading("Beside the published claims");
        var numbers = string.Join(", ", workers.Select(w => w.Workers));
        sheet.Text.Line($"  {"",-FigureSheet.LabelColumns}{"study",8}{"here",24}   verdict", StyledText.Faint);
        foreach (var claim in claims)
        {
            var here = string.Join(", ", claim.Here.Select(figure => Text(claim, figure)));
            sheet.Text.Add($"  {claim.Name,-FigureSheet.LabelColumns}", StyledText.Faint)
                .Add($"{claim.Published,8}{here,24}   ")
                .Line(Words(claim.Verdict), StyleOf(claim.Verdict));
        }

        Say(
            sheet,
            $"Figures here are for {numbers} workers, one for the clean-up (its median). The study's are "
            + "of another "
            + "machine and another pair of caches.");
    });

    /// <summary>A share better or worse, with its sign.</summary>
    internal static string Signed(double percent) =>
        Math.Round(percent) switch
        {
            0 => "0 %",
            < PercentMin => string.Create(CultureInfo.InvariantCulture, $"< −{-PercentMin} %"),
            > 0 and var better => string.Create(CultureInfo.InvariantCulture, $"+{better:N0} %"),
            var worse => string.Create(CultureInfo.InvariantCulture, $"−{-worse:N0} %"),
        };

    private static void Table(FigureSheet sheet, ComparedOperation operation, Func<double, string> time)
    {
        sheet.Text.Line($"  {operation.Name}", StyledText.Bold);
        Side("  before", operation.Before);
        Side("  after", operation.After);
        var by = operation.Improvement;
        sheet.Text.Add($"  {"  better by",-FigureSheet.LabelColumns}", StyledText.Faint);
        foreach (var percent in (double[])
            [
                by.AveragePercent, by.P95Percent, by.P99Percent, by.MinPercent, by.MaxPercent, by.ThroughputPercent,
            ])
        {
            var style = percent > Even ? StyledText.Good : percent < -Even ? StyledText.Poor : StyledText.Plain;
            sheet.Text.Add(Signed(percent).PadLeft(Column), style);
        }

        sheet.Text.Line();

        void Side(string label, ComparedSide side) => sheet.Columns(
            label,
            new[] { side.Time.MeanNs, side.Time.P95Ns, side.Time.P99Ns, side.Time.MinNs, side.Time.MaxNs }
                .Select(time)
                .Append(Rate(side.OperationsPerSecond)),
            Column);
    }

    private static void Contention(FigureSheet sheet, IReadOnlyList<ComparedWorkers> workers)
    {
        const int Wide = 14;
        sheet.Heading("Contention: how often a worker found a lock taken, all rounds together");
        sheet.Columns("", ["operations", "before", "after", "less by"], Wide, StyledText.Faint);
        foreach (var one in workers)
        {
            sheet.Columns(
                $"{one.Workers} workers",
                [
                    Figures.Count(one.OperationsDone),
                    Count(one.ContentionBefore.FoundTaken),
                    Count(one.ContentionAfter.FoundTaken),
                    one.ContentionReductionPercent is { } percent ? Signed(percent) : "–",
                ],
                Wide);
            sheet.Columns(
                "  had to wait",
                ["", Count(one.ContentionBefore.Waits), Count(one.ContentionAfter.Waits)],
                Wide,
                StyledText.Faint);
        }

        var isCounted = workers.All(w => w.ContentionAfter.FoundTaken is not null);
        Say(
            sheet,
            "had to wait: of these, the waits that the runtime itself counted, after spinning. "
            + (isCounted
                ? ""
                : "The memory layer does not count what it finds taken, so the last column compares the waits."));

        static string Count(long? number) => number is { } known ? Figures.Count(known) : "–";
    }

    private static string Text(Claim claim, double? figure) => figure switch
    {
        null => "–",
        { } factor when claim.Unit == "factor" => Figures.Factor(factor),
        { } percent => string.Create(
            CultureInfo.InvariantCulture, $"{(percent < -0.5 ? "−" : "")}{Math.Abs(percent):0} %"),
    };

    private static string Words(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Reached => "reached",
        ClaimVerdict.InPart => "reached in part",
        ClaimVerdict.NotReached => "not reached here",
        _ => "nothing to compare",
    };

    private static Style StyleOf(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Reached => StyledText.Good,
        ClaimVerdict.InPart => StyledText.Fair,
        ClaimVerdict.NotReached => StyledText.Poor,
        _ => StyledText.Faint,
    };

    private static string Rate(double perSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.00} M");

    private static void Say(FigureSheet sheet, string sentence) =>
        sheet.Text.Sentence(sentence, Math.Min(sheet.Width, 80), indent: 2, StyledText.Faint);

    private void Show(Action<FigureSheet> fill)
    {
        var sheet = new FigureSheet(console.Profile.Width);
        fill(sheet);
        console.Write(sheet.Text);
    }
}
