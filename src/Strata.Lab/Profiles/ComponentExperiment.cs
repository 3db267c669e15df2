using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>
/// Measures what a hit is made of, one part at a time, then the whole. A part alone has the caches and the
/// pipelines of the processor to itself, so parts do not add up to the whole.
/// </summary>
internal static class ComponentExperiment
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);

    public static ComponentProfile Run(
        ProfileMethod method, TimeProvider clock, IProgress<MeasuringStep> watch, CancellationToken cancellationToken)
    {
        const int Entries = ProfileMethod.EntriesUsual;
        watch.Report(new("storing the entries", 0));
        var layer = ProfiledLayer.Filled(Entries);
        var second = ProfiledLayer.Filled(0, "second");
        var third = ProfiledLayer.Filled(0, "third");
        var cache = new Cache<string, string>(ProfiledLayer.Filled(Entries), second, third);
        var table = new ConcurrentDictionary<string, string>();
        for (var i = 0; i < Entries; i++)
        {
            table[Keys.Of(i)] = "value";
        }

        var asked = Keys.Of(Keys.Draw(Entries, method.Seed));
        var batches = new BatchSampler(asked, method.CallsPerSample, clock);
        var single = new BatchSampler(asked, 1, clock);
        var deadline = TimeProvider.System.NowMs() + (long)TimeToLive.TotalMilliseconds;
        (Contender Contender, ComponentRole Role, double? PublishedP95Ns)[] plan =
        [
            (Part("hash of the key", new HashProbe()), ComponentRole.PartOfHit, null),
            (Part("look-up in the table", new LookUpProbe(table)), ComponentRole.PartOfHit, 125),
            (Part("TTL check, horizon", new HorizonProbe(new long[1], deadline)), ComponentRole.PartOfHit, 208),
            (Part("recency mark", new RecencyProbe(new byte[asked.Length])), ComponentRole.PartOfHit, 125),
            (Part("counter, own cell", new OwnCounterProbe(new Cell[64])), ComponentRole.PartOfHit, 125),
            (Part("TTL check, clock", new DeadlineProbe(TimeProvider.System, deadline)), ComponentRole.Spared, 208),
            (Part("lock, uncontended", new LockProbe(new Lock())), ComponentRole.Spared, 250),
            (Part("counter, interlocked", new InterlockedProbe(new long[1])), ComponentRole.Spared, null),
            (Part("get", new GetProbe(layer)), ComponentRole.Whole, 458),
            (Part("get, 3 layers", new CacheProbe(cache)), ComponentRole.OtherWhole, null),
            (Contender.Of("get, call by call", single, new GetProbe(layer)), ComponentRole.OtherWhole, 458),
        ];
        var (samples, emptyNs) = Rounds.Run(
            [.. plan.Select(p => p.Contender)],
            method.WarmUp,
            clock,
            method.Samples,
            method.Rounds,
            watch,
            cancellationToken);
        return ComponentProfile.Of(
            Entries,
            emptyNs,
            [
                .. plan.Zip(samples, (p, taken) => new ComponentTime
                {
                    Name = p.Contender.Name,
                    Role = p.Role,
                    Time = SampleSummary.Of(taken),
                    PublishedP95Ns = p.PublishedP95Ns,
                }),
            ]);

        Contender Part<TProbe>(string name, TProbe probe)
            where TProbe : struct, IProbe => Contender.Of(name, batches, probe);
    }

    private readonly struct HashProbe : IProbe
    {
        public int Run(string key, int position) => EqualityComparer<string>.Default.GetHashCode(key) & 1;
    }

    // The deadline beside an instant that another thread keeps ahead of the present.
    private readonly struct HorizonProbe(long[] safeUntilUnixMs, long deadlineUnixMs) : IProbe
    {
        public int Run(string key, int position) =>
            deadlineUnixMs <= Volatile.Read(ref safeUntilUnixMs[0]) ? 0 : key.Length;
    }

    private readonly struct DeadlineProbe(TimeProvider clock, long deadlineUnixMs) : IProbe
    {
        public int Run(string key, int position) => deadlineUnixMs <= clock.NowMs() ? 0 : key.Length;
    }

    private readonly struct RecencyProbe(byte[] merits) : IProbe
    {
        private const byte MeritMax = 3;

        public int Run(string key, int position)
        {
            ref var merit = ref merits[position];
            if (merit < MeritMax)
            {
                merit++;
            }

            return merit + key.Length;
        }
    }

    private readonly struct OwnCounterProbe(Cell[] cells) : IProbe
    {
        public int Run(string key, int position) =>
            (int)++cells[Environment.CurrentManagedThreadId & (cells.Length - 1)].Value + key.Length;
    }

    private readonly struct InterlockedProbe(long[] counter) : IProbe
    {
        public int Run(string key, int position) => (int)Interlocked.Increment(ref counter[0]) + key.Length;
    }

    private readonly struct LockProbe(Lock gate) : IProbe
    {
        public int Run(string key, int position)
        {
            lock (gate)
            {
                return key.Length;
            }
        }
    }

    private readonly struct CacheProbe(Cache<string, string> cache) : IProbe
    {
        public int Run(string key, int position) => cache.TryGet(key, out var value) ? value.Length : 0;
    }

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(0)]
        public long Value;
    }
}
