using System.Globalization;
using Spectre.Console;
using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>
/// A profile in the terminal, experiment by experiment: each can be shown as soon as it is done.
/// </summary>
internal sealed class ProfileReport(IAnsiConsole console)
{
    private const int Column = 8;
    private const int Narrow = 7;

    /// <summary>Where and how it is measured: said before the first figure.</summary>
    public void ShowMethod(MachineFacts machine, ProfileMethod method) => Show(sheet =>
    {
        sheet.Heading("Where the time of a memory hit goes");
        machine.AddTo(sheet);
        sheet.Row(
            "method",
            $"{Figures.Count(method.Samples)} samples of {method.CallsPerSample} calls, {method.Rounds} "
            + "rounds in turn");
        Say(
            sheet,
            "A hit is shorter than timing it: two readings of the clock cost "
            + $"{Nanoseconds.Text(method.TwoClockReadingsNs)} "
            + $"ns here. So {method.CallsPerSample} calls in a row are a sample, the same loop without them, clock "
            + $"included, is taken away, and the rest is divided by {method.CallsPerSample}. Percentiles "
            + "are of such "
            + "samples: one slow call shows as a hundredth of itself.");
        Say(
            sheet,
            $"At least {Figures.Count(method.WarmUpCalls)} calls of each part, and {method.WarmUpMs} ms of "
            + "them all, come "
            + "before the first sample. "
            + "Keys asked for equal those stored and are never the same instances.");
    });

    /// <summary>The parts of a hit.</summary>
    public void Show(ComponentProfile profile, ProfileMethod method) => Show(sheet =>
    {
        sheet.Heading($"Components: {Figures.Count(profile.Entries)} entries, one thread, ns a call");
        sheet.Columns("", ["p95", "mean", "p50", "p99", "sd", "% get", "study"], Column, StyledText.Faint);
        Group(sheet, "what a hit does", profile, ComponentRole.PartOfHit);
        Group(sheet, "what a hit does without", profile, ComponentRole.Spared);
        Group(sheet, "the whole", profile, ComponentRole.Whole, ComponentRole.OtherWhole);
        Say(sheet, "A hit takes no lock and reads no clock; both are measured to show what it is spared.");
        Say(
            sheet,
            $"The parts come to {Figures.Percent(profile.PartsPercent)} of the whole get (medians). They "
            + "are measured apart and "
            + "do not add up: alone, a part has the processor to itself; in a hit they overlap, and the table's "
            + "look-up hashes the key again.");
        Say(
            sheet,
            $"Taken away from every batch of {method.CallsPerSample}: "
            + $"{Nanoseconds.Text(profile.EmptyBatchNs)} ns for "
            + "the loop and the clock. Call by call, the clock is most of what is timed: its spread is "
            + "the clock's.");
        Say(sheet, "study: the p95 of the published one, in Python, on another machine, each call timed alone.");
    });

    /// <summary>A get as the layer grows.</summary>
    public void Show(SizeProfile profile) => Show(sheet =>
    {
        sheet.Heading("Size: a get as the layer grows, ns a call");
        sheet.Columns(
            "entries", ["p95", "mean", "p50", "p99", "few", "dict", "array"], Column, StyledText.Faint);
        foreach (var point in profile.Points)
        {
            var get = point.Get;
            sheet.Columns(
                Figures.Count(point.Entries),
                new[]
                {
                    get.P95Ns, get.MeanNs, get.P50Ns, get.P99Ns,
                    point.FewKeys.P50Ns, point.Dictionary.P50Ns, point.Array.P50Ns,
                }.Select(Nanoseconds.Text),
                Column);
        }

        Say(
            sheet,
            "few: p50 of gets of the same 100 keys at most, which stay in the processor's caches; dict: "
            + "p50 of any key in a "
            + "ConcurrentDictionary; array: p50 of reading a reference and its object in the same order.");
        Judge(sheet, profile);
    });

    /// <summary>Gets of several threads.</summary>
    public void Show(ContentionProfile profile) => Show(sheet =>
    {
        sheet.Heading("Contention: threads on the same layer, ns a get");
        sheet.Columns(
            "threads",
            ["p95", "mean", "p50", "p99", "sd", "study", "cores", "gets/s"],
            Narrow,
            StyledText.Faint);
        foreach (var point in profile.Points)
        {
            var get = point.Get;
            var figures = new[] { get.P95Ns, get.MeanNs, get.P50Ns, get.P99Ns, get.StandardDeviationNs }
                .Select(Nanoseconds.Text)
                .Append(Nanoseconds.Text(point.PublishedP95Ns))
                .Append(point.CoresUsed.ToString("0.0", CultureInfo.InvariantCulture))
                .Append(Millions(point.GetsPerSecond));
            sheet.Columns(point.Threads.ToString(CultureInfo.InvariantCulture), figures, Narrow);
        }

        var (mark, verdict) = Verdict(profile);
        sheet.Insight(mark, verdict);
        if (profile.Points.Any(point => point.Threads > profile.Processors))
        {
            var cores = profile.Processors == 1 ? "core" : "cores";
            sheet.Insight(
                '·',
                $"This machine has {profile.Processors} {cores}: more threads than that take turns, and "
                + "their p99, mean "
                + "and spread show how the system shares the cores, not the layer.");
        }

        Say(sheet, "study: its p95; the mean of its 8 threads was 1,111 ns. cores: what the process got of them.");
    });

    /// <summary>The average look-up with something remote behind memory.</summary>
    public void Show(BlendedLatency here) => Show(sheet =>
    {
        sheet.Heading("Blended latency: hit share × memory + miss share × remote");
        Row("measured here", here);
        Row("study", BlendedLatency.Published);
        Say(
            sheet,
            "Memory here is the median sample of the whole get, itself a mean of its calls; the remote is what "
            + "--remote-us says.");

        void Row(string label, BlendedLatency blended) => sheet.Row(label, Arithmetic(blended));
    });

    /// <summary>The arithmetic of a blended latency, worked through.</summary>
    internal static string Arithmetic(BlendedLatency blended)
    {
        var hits = blended.HitRatePercent / 100.0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{hits:0.##} × {Nanoseconds.Text(blended.MemoryNs)} + {1 - hits:0.##} × {blended.RemoteNs:N0} = ")
            + $"{Nanoseconds.Text(blended.BlendedNs)} ns, {Figures.Factor(blended.ImprovementFactor)} better";
    }

    private static void Group(
        FigureSheet sheet, string title, ComponentProfile profile, params ComponentRole[] roles)
    {
        sheet.Text.Line($"  {title}", StyledText.Bold);
        foreach (var part in profile.Parts.Where(part => roles.Contains(part.Role)))
        {
            var time = part.Time;
            var figures = new[] { time.P95Ns, time.MeanNs, time.P50Ns, time.P99Ns, time.StandardDeviationNs }
                .Select(Nanoseconds.Text)
                .Append(Math.Max(0, part.PercentOfGet).ToString("0", CultureInfo.InvariantCulture))
                .Append(Nanoseconds.Text(part.PublishedP95Ns));
            sheet.Columns($"  {part.Name}", figures, Column);
        }
    }

    private static void Judge(FigureSheet sheet, SizeProfile profile)
    {
        if (profile.Growth is not { } growth)
        {
            sheet.Insight('·', "One size says nothing about growth: give --entries several.");
            return;
        }

        var sizes = $"{Figures.Count(profile.Points[0].Entries)} to {Figures.Count(profile.Points[^1].Entries)}";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{growth.NsPerDoubling:0.00} ns a doubling and ends at {growth.GrowthFactor:0.00} times its beginning");
        var figures = $"over {sizes} entries the line through the gets of few keys adds {line}; a search in log n "
            + $"steps would end at {Figures.Factor(growth.LogarithmGrowthFactor)}";
        var (mark, verdict) = growth.Verdict switch
        {
            GrowthKind.Constant => ('✓', "O(1)"),
            GrowthKind.Growing => ('!', "not O(1) here"),
            _ => ('·', "cannot be told, the sizes lie too close together"),
        };
        sheet.Insight(mark, $"{verdict}: {figures}.");
        var first = profile.Points[0];
        var last = profile.Points[^1];
        sheet.Insight(
            '·',
            $"Any key, from the smallest to the largest layer: {From(p => p.Get.P50Ns)}, the dictionary "
            + $"{From(p => p.Dictionary.P50Ns)}, the array {From(p => p.Array.P50Ns)}. What the array grows by is "
            + "memory further from the processor, which no algorithm spares.");

        string From(Func<SizePoint, double> of) => $"{Nanoseconds.Text(of(first))} to {Nanoseconds.Text(of(last))} ns";
    }

    private static (char Mark, string Words) Verdict(ContentionProfile profile)
    {
        var figures = $"{profile.ThreadsJudged} threads on {profile.Processors} cores do "
            + $"{Figures.Factor(profile.Speedup)} the gets of one thread";
        return profile.Verdict switch
        {
            ScalingKind.Scales => ('✓', $"It scales: {figures}."),
            ScalingKind.Gains => ('○', $"It gains less than the cores would allow: {figures}."),
            ScalingKind.Flat => ('!', $"It does not scale: {figures}."),
            ScalingKind.Falls => ('!', $"Threads are in each other's way: {figures}."),
            ScalingKind.Disturbed => ('·', "No verdict: the threads did not get their cores, other programs had them "
                + $"({figures}). Repeat it on a quiet machine."),
            _ => ('·', "No verdict: that takes 1 thread, and more than one that each have a core."),
        };
    }

    private static string Millions(double perSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.0} M");

    private static void Say(FigureSheet sheet, string sentence) =>
        sheet.Text.Sentence(sentence, Math.Min(sheet.Width, 80), indent: 2, StyledText.Faint);

    private void Show(Action<FigureSheet> fill)
    {
        var sheet = new FigureSheet(console.Profile.Width);
        fill(sheet);
        console.Write(sheet.Text);
    }
}
