using Strata.Lab.Bench;

namespace Strata.Lab.Tests.Bench;

public sealed class LayerFailuresTests
{
    private static readonly LayerShare Memory = LayerShare.Of("memory", new LatencyHistogram(), 0);
    private static readonly LayerShare Sqlite = LayerShare.Of("sqlite", new LatencyHistogram(), 0);

    private readonly LayerFailures _failures = new();

    [Fact]
    public void Failures_are_noted_on_the_layer_that_failed_and_on_no_other()
    {
        Fail("sqlite", "the disk is full");
        Fail("sqlite", "the disk is full");
        Assert.Equal(2, _failures.NotedOn(Sqlite).Failures);
        Assert.Equal(["layer 'sqlite' failed to set: the disk is full"], _failures.NotedOn(Sqlite).FailureMessages);
        Assert.Equal(0, _failures.NotedOn(Memory).Failures);
        Assert.Null(_failures.NotedOn(Memory).FailureMessages);
    }

    [Fact]
    public void The_most_frequent_reasons_are_shown_and_all_failures_counted()
    {
        for (var reason = 1; reason <= 5; reason++)
        {
            for (var times = 0; times < reason; times++)
            {
                Fail("sqlite", $"reason {reason}");
            }
        }

        var noted = _failures.NotedOn(Sqlite);
        Assert.Equal(1 + 2 + 3 + 4 + 5, noted.Failures);
        Assert.Equal(
            ["reason 5", "reason 4", "reason 3"], noted.FailureMessages!.Select(message => message.Split(": ")[1]));
    }

    [Fact]
    public void A_layer_that_fails_for_another_reason_each_time_is_counted_to_the_last()
    {
        for (var i = 0; i < 1000; i++)
        {
            Fail("sqlite", $"key {i} is too long");
        }

        var noted = _failures.NotedOn(Sqlite);
        Assert.Equal(1000, noted.Failures);
        Assert.Equal("other reasons", noted.FailureMessages![0]);
    }

    [Fact]
    public void What_workers_note_at_the_same_time_is_all_counted()
    {
        Parallel.For(0, 20_000, i => Fail("sqlite", $"reason {i % 7}"));
        Assert.Equal(20_000, _failures.NotedOn(Sqlite).Failures);
    }

    [Fact]
    public void What_came_before_the_measurement_is_forgotten()
    {
        Fail("sqlite", "the disk is full");
        _failures.Clear();
        Assert.Equal(0, _failures.NotedOn(Sqlite).Failures);
    }

    private void Fail(string layer, string reason) =>
        _failures.Add(new LayerException(layer, "set", FailureKind.Permanent, reason));
}
