using Strata.Testing;

namespace Strata.Tests.Expiry;

public sealed class TimerWheelTests(ITestOutputHelper output)
{
    private const long TickMs = 256;
    private static readonly long Start = new ManualClock().NowUnixMs;

    [Fact]
    public void Every_node_comes_once_never_early_and_at_most_a_tick_after_the_advance_that_passed_it()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var round = 0; round < 30; round++)
        {
            RunAgainstAList(random, budgetMax: round % 3 == 0 ? 3 : 1000);
        }
    }

    [Fact]
    public void A_budget_of_one_gets_to_the_end_although_many_fall_due_later_in_the_present_tick()
    {
        var wheel = new Wheel(Start);
        for (var i = 0; i < 1000; i++)
        {
            wheel.Add(new Node(Start + 1000 + (i % 300)));
        }

        var expired = new List<Node>();
        for (var calls = 0; !Advance(wheel, Start + 1001, 1, expired); calls++)
        {
            Assert.True(calls < 5000, "The wheel does not get on with a budget of one.");
        }

        Assert.True(Advance(wheel, Start + 1300 + TickMs, int.MaxValue, expired));
        Assert.Equal(1000, expired.Count);
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void A_clock_that_goes_back_neither_loses_nor_hurries_a_node()
    {
        var wheel = new Wheel(Start);
        var expired = new List<Node>();
        wheel.Add(new Node(Start + 5_000));
        Assert.True(Advance(wheel, Start + 4_000, 100, expired));
        Assert.True(Advance(wheel, Start - 1_000_000, 100, expired));
        wheel.Add(new Node(Start - 999_000));
        Assert.Empty(expired);
        Assert.True(Advance(wheel, Start + 5_000 + TickMs, 100, expired));
        Assert.Equal(2, expired.Count);
    }

    [Fact]
    public void Nodes_may_be_taken_away_and_added_while_others_are_handed_out()
    {
        var wheel = new Wheel(Start);
        var nodes = Enumerable.Range(0, 200).Select(i => new Node(Start + 300 + (i / 50))).ToList();
        nodes.ForEach(wheel.Add);
        var come = new HashSet<Node>();
        var budget = int.MaxValue;
        var added = 0;
        Assert.True(wheel.Advance(Start + 10_000, ref budget, node =>
        {
            Assert.True(come.Add(node));
            wheel.Remove(node);

            // The neighbour goes, and a new one comes that is due already.
            var other = nodes.Find(wheel.Holds);
            if (other is not null)
            {
                wheel.Remove(other);
            }

            if (added++ < 10)
            {
                wheel.Add(new Node(Start + 50_000));
            }
        }));
        Assert.Equal(100, come.Count);
        Assert.Equal(10, wheel.Count);
        Assert.True(wheel.Advance(Start + 60_000, ref budget, node => come.Add(node)));
        Assert.Equal(110, come.Count);
        wheel.Add(new Node(long.MaxValue));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void A_node_whose_deadline_moved_to_later_comes_at_the_later_one_or_never()
    {
        var wheel = new Wheel(Start);
        var (later, never) = (new Node(Start + 1_000), new Node(Start + 1_000));
        wheel.Add(later);
        wheel.Add(never);
        wheel.Move(later, Start + 900_000);
        wheel.Move(never, long.MaxValue);
        var expired = new List<Node>();
        Assert.True(Advance(wheel, Start + 899_999, int.MaxValue, expired));
        Assert.Equal((0, 1), (expired.Count, wheel.Count));
        Assert.True(Advance(wheel, Start + 900_000 + TickMs, int.MaxValue, expired));
        Assert.Equal([later], expired);
        Assert.Equal(0, wheel.Count);
    }

    private static bool Advance(Wheel wheel, long nowMs, int budget, List<Node> expired)
    {
        var before = budget;
        var isDone = wheel.Advance(nowMs, ref budget, expired.Add);
        Assert.InRange(budget, 0, before);
        return isDone;
    }

    /// <summary>A span whose order of magnitude is as likely as any other: 1 ms to some 30 years.</summary>
    private static long AnySpan(Random random) => 1 + random.NextInt64(1L << random.Next(0, 40));

    private static void RunAgainstAList(Random random, int budgetMax)
    {
        var now = Start + random.NextInt64(1_000_000);
        var wheel = new Wheel(now);
        var live = new HashSet<Node>();
        var latest = now;
        for (var step = 0; step < 300; step++)
        {
            for (var i = random.Next(12); i > 0; i--)
            {
                var node = new Node(now + AnySpan(random)) { AddedMs = latest };
                live.Add(node);
                wheel.Add(node);
            }

            if (live.Count > 0 && random.Next(3) == 0)
            {
                var gone = live.ElementAt(random.Next(live.Count));
                live.Remove(gone);
                wheel.Remove(gone);
                wheel.Remove(gone);
            }

            now = random.Next(20) == 0 ? now - random.Next(5000) : now + AnySpan(random);
            latest = Math.Max(latest, now);
            var isDone = false;
            for (var calls = 0; !isDone && calls < 100_000; calls++)
            {
                var budget = random.Next(1, budgetMax + 1);
                isDone = wheel.Advance(now, ref budget, node =>
                {
                    Assert.True(live.Remove(node), "A node came twice, or after it was taken away.");
                    Assert.True(node.DeadlineUnixMs <= now, "A node came before its deadline.");
                });
                if (!isDone && random.Next(4) == 0)
                {
                    // Others use the wheel between two batches.
                    var node = new Node(now + AnySpan(random)) { AddedMs = latest };
                    live.Add(node);
                    wheel.Add(node);
                    now += random.Next(3);
                    latest = Math.Max(latest, now);
                }
            }

            Assert.True(isDone, "The wheel never got to the end.");
            Assert.Equal(live.Count, wheel.Count);

            // A node added while the clock stood behind an earlier time of its own waits for that time.
            Assert.DoesNotContain(live, node => Math.Max(node.DeadlineUnixMs, node.AddedMs) + TickMs <= now);
        }
    }

    private sealed class Node(long deadlineUnixMs)
    {
        public long DeadlineUnixMs { get; set; } = deadlineUnixMs;

        /// <summary>The latest time the wheel had seen when it took the node.</summary>
        public long AddedMs { get; init; }

        public int Slot { get; set; }
    }

    /// <summary>A wheel over slots of its own.</summary>
    private sealed class Wheel
    {
        private readonly SlotArena<int, int> _arena = new();
        private readonly FreeSlots _free;
        private readonly TimerWheel _wheel;
        private readonly Dictionary<int, Node> _nodes = [];

        public Wheel(long nowUnixMs)
        {
            _free = new FreeSlots(_arena);
            _wheel = new TimerWheel(_arena, nowUnixMs);
        }

        public int Count => _wheel.Count;

        public bool Holds(Node node) => node.Slot != 0 && TimerWheel.Holds(_arena[node.Slot]);

        public void Add(Node node)
        {
            node.Slot = _free.Take();
            _nodes[node.Slot] = node;
            _arena[node.Slot].DeadlineUnixMs = node.DeadlineUnixMs;
            _wheel.Add(node.Slot);
        }

        public void Move(Node node, long deadlineUnixMs) =>
            _arena[node.Slot].DeadlineUnixMs = node.DeadlineUnixMs = deadlineUnixMs;

        public void Remove(Node node)
        {
            if (node.Slot != 0)
            {
                _wheel.Remove(node.Slot);
                Return(node);
            }
        }

        public bool Advance(long nowUnixMs, ref int budget, Action<Node> expired) =>
            _wheel.Advance(nowUnixMs, ref budget, slot =>
            {
                var node = _nodes[slot];
                expired(node);
                if (node.Slot != 0)
                {
                    Return(node);
                }
            });

        private void Return(Node node)
        {
            _nodes.Remove(node.Slot);
            _free.Return(node.Slot);
            node.Slot = 0;
        }
    }
}
