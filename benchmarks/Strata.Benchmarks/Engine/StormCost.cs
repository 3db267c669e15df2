using System.Diagnostics;
using Strata.Lab;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// A storm: very many entries with one and the same deadline, while a thread reads others. Measured are the
/// reader's latencies before and during it, and when everything that expired has been given back.
/// </summary>
internal sealed class StormCost(EnginePlan plan, Progress progress, Action<EngineRow> add)
{
    /// <summary>The word for it on the command line, and the beginning of its names in the JSON.</summary>
    public const string Name = "storm";

    /// <summary>What the reader saw before the storm.</summary>
    public const string Quiet = "storm quiet";

    /// <summary>How long it took to give everything back, and the bytes still held of each entry.</summary>
    public const string GivenBack = "storm given back";

    private static readonly TimeSpan StormTimeMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StormTimeMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly double[] Percents = [50, 99, 99.9];

    /// <summary>Measures ours and the peer that can give back.</summary>
    public void Measure()
    {
        var others = Math.Max(100, plan.StormEntries / 10);
        var capacity = (2 * plan.StormEntries) + others;
        Console.WriteLine();
        Console.WriteLine(
            $"storm: {plan.StormEntries:N0} entries with one deadline, while a thread reads {others:N0} others; "
            + "each read timed alone");
        Console.WriteLine(
            $"{"",-14}{"p50 ns",9}{"p99",9}{"p99.9",9}   {"storm p50",10}{"p99",9}{"p99.9",9}{"ratio",8}"
            + $"{"given back",14}{"kept",7}{"threads",9}");
        using var ours = new LayerStore<string>(capacity);
        Measure(Names.Layer, ours, others);
        using var peer = new MemoryCacheStore<string>(capacity, ScanInterval);
        Measure(Names.MemoryCache, peer, others);
    }

    private void Measure<TStore>(string name, TStore store, int others)
        where TStore : struct, IExpiringStore<string>
    {
        progress.Say($"{Name}: {name}, filling");
        var keys = new DrawnKeys<string>(KeyKind.TextOf, others);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        foreach (var key in keys.Stored())
        {
            store.Set(key);
        }

        // Time enough to fill at twice the pace seen, to collect, and to read quietly.
        var pace = clock.GetElapsedTime(started) / others;
        var fillMs = (2 * pace * plan.StormEntries).TotalMilliseconds;
        var asked = keys.Asked;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var deadline = clock.NowMs() + (long)(fillMs + (2 * plan.QuietTime.TotalMilliseconds));
        for (var i = 0; i < plan.StormEntries; i++)
        {
            store.SetUntil(KeyKind.TextOf(others + i), deadline);
        }

        var filled = GC.GetTotalMemory(forceFullCollection: true);
        var storm = Watch(name, store, others, asked, deadline);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(asked);
        GC.KeepAlive(keys);
        Report(name, storm, (double)(after - before) / (filled - before), (double)(after - before) / plan.StormEntries);
    }

    private Storm Watch<TStore>(string name, TStore store, int others, string[] asked, long deadline)
        where TStore : struct, IExpiringStore<string>
    {
        var clock = TimeProvider.System;
        var storm = new Storm();
        using var pause = new ManualResetEventSlim();
        using var reader = new StormReader<TStore>(store, asked);
        using var process = Process.GetCurrentProcess();
        progress.Say($"{Name}: {name}, quiet");
        reader.Into(storm.Quiet);
        if (deadline - clock.NowMs() < plan.QuietTime.TotalMilliseconds / 2)
        {
            Console.Error.WriteLine($"bench: filling {name} left little time to read quietly before the storm");
        }

        while (clock.NowMs() < deadline - Look.TotalMilliseconds)
        {
            storm.ThreadsBefore = Threads(process);
            pause.Wait(Look);
        }

        while (clock.NowMs() < deadline)
        {
            Thread.SpinWait(100);
        }

        progress.Say($"{Name}: {name}, storm");
        reader.Into(storm.During);
        storm.ThreadsMost = storm.ThreadsBefore;
        while (clock.NowMs() - deadline < StormTimeMax.TotalMilliseconds)
        {
            var sinceDeadline = TimeSpan.FromMilliseconds(clock.NowMs() - deadline);
            storm.ThreadsMost = Math.Max(storm.ThreadsMost, Threads(process));
            storm.GivenBackAfter ??= store.Count <= others ? sinceDeadline : null;
            if (storm.GivenBackAfter is not null && sinceDeadline >= StormTimeMin)
            {
                break;
            }

            pause.Wait(Look);
        }

        reader.Into(new LatencyHistogram());
        return reader.Lost == 0
            ? storm
            : throw new InvalidOperationException($"{name} lost {reader.Lost} entries that had not expired.");
    }

    private void Report(string name, Storm storm, double kept, double keptBytes)
    {
        var quiet = Array.ConvertAll(Percents, storm.Quiet.PercentileNs);
        var during = Array.ConvertAll(Percents, storm.During.PercentileNs);
        var givenBack = storm.GivenBackAfter is { } after
            ? $"{after.TotalSeconds:N2} s"
            : $"> {StormTimeMax.TotalSeconds} s";
        progress.Clear();
        Console.WriteLine(
            $"{name,-14}{quiet[0],9:N0}{quiet[1],9:N0}{quiet[2],9:N0}   {during[0],10:N0}{during[1],9:N0}"
            + $"{during[2],9:N0}{(double)during[2] / quiet[2],8:N2}{givenBack,14}{kept,7:P0}"
            + $"{$"+{storm.ThreadsMost - storm.ThreadsBefore}",9}");
        for (var i = 0; i < Percents.Length; i++)
        {
            add(Row($"{Quiet} p{Percents[i]}", name, quiet[i], 0));
            add(Row($"{Name} p{Percents[i]}", name, during[i], 0));
        }

        add(Row(GivenBack, name, (storm.GivenBackAfter ?? StormTimeMax).TotalNanoseconds, keptBytes));
    }

    private EngineRow Row(string measure, string name, double ns, double bytes) =>
        new(measure, name, plan.StormEntries, 1, KeyKind.Text, ns, EngineRow.Rounded(bytes), null);

    private static int Threads(Process process)
    {
        process.Refresh();
        return process.Threads.Count;
    }
}
