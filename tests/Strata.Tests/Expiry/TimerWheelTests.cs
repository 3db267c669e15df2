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
        var wheel = new TimerWheel(Start);
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
        var wheel = new TimerWheel(Start);
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
        var wheel = new TimerWheel(Start);
        var nodes = Enumerable.Range(0, 200).Select(i => new Node(Start + 300 + (i / 50))).ToList();
        nodes.ForEach(wheel.Add);
        var come = new HashSet<Node>();
        var budget = int.MaxValue;
        var added = 0;
        Assert.True(wheel.Advance(Start + 10_000, ref budget, node =>
        {
            Assert.True(come.Add((Node)node));
            wheel.Remove(node);

            // The neighbour goes, and a new one comes that is due already.
            var other = nodes.Find(n => n.WheelNext is not null);
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
        Assert.True(wheel.Advance(Start + 60_000, ref budget, node => come.Add((Node)node)));
        Assert.Equal(110, come.Count);
        wheel.Add(new Node(long.MaxValue));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Clear_takes_everything_away()
    {
        var wheel = new TimerWheel(Start);
        for (var shift = 0; shift < 45; shift++)
        {
            wheel.Add(new Node(Start + (1L << shift)));
        }

        wheel.Clear();
        var expired = new List<Node>();
        Assert.True(Advance(wheel, Start + (1L << 50), 1000, expired));
        Assert.Equal((0, 0), (wheel.Count, expired.Count));
    }

    private static bool Advance(TimerWheel wheel, long nowMs, int budget, List<Node> expired)
    {
        var before = budget;
        var isDone = wheel.Advance(nowMs, ref budget, node => expired.Add((Node)node));
        Assert.InRange(budget, 0, before);
        return isDone;
    }

    /// <summary>A span whose order of magnitude is as likely as any other: 1 ms to some 30 years.</summary>
    private static long AnySpan(Random random) => 1 + random.NextInt64(1L << random.Next(0, 40));

    private static void RunAgainstAList(Random random, int budgetMax)
    {
        var now = Start + random.NextInt64(1_000_000);
        var wheel = new TimerWheel(now);
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
                    Assert.True(live.Remove((Node)node), "A node came twice, or after it was taken away.");
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

    private sealed class Node(long deadlineUnixMs) : WheelNode(deadlineUnixMs)
    {
        /// <summary>The latest time the wheel had seen when it took the node.</summary>
        public long AddedMs { get; init; }
    }
}
