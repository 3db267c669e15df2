using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class PaceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_operation_is_in_the_span_it_ended_in_however_wide_the_spans_became()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var clock = new ManualClock();
        var (one, other) = (new Pace(clock, 500), new Pace(clock, 500));
        var ends = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-3, 5))).ToArray();
        foreach (var (i, end) in ends.Index())
        {
            (i % 3 == 0 ? one : other).Record(500 + (long)(end * clock.TimestampFrequency));
        }

        one.Add(other);
        Assert.Equal(ends.Length, one.Counts.ToArray().Sum());
        Assert.InRange(ends.Max() / one.SpanSeconds, 2_047, 4_096);
        for (var span = 0; span < one.Counts.Length; span += 97)
        {
            var (from, to) = (span * one.SpanSeconds, (span + 1) * one.SpanSeconds);
            Assert.Equal(ends.Count(end => end >= from && end < to), one.Counts[span]);
        }
    }

    [Fact]
    public void Nothing_recorded_has_no_spans() => Assert.Equal(0, new Pace(new ManualClock(), 0).Counts.Length);
}
