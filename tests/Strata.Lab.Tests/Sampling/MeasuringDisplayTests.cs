using Strata.Lab.Sampling;
using Strata.Testing;

namespace Strata.Lab.Tests.Sampling;

public sealed class MeasuringDisplayTests
{
    [Fact]
    public async Task Without_a_terminal_a_line_is_written_every_two_seconds_and_none_before()
    {
        var clock = new ManualClock();
        using var lines = new StringWriter { NewLine = "\n" };
        var display = new MeasuringDisplay(null, lines, clock);

        var answer = await display.RunAsync("size", watch =>
        {
            foreach (var step in Enumerable.Range(1, 5))
            {
                clock.AdvanceMs(999);
                watch.Report(new($"step {step}", step / 10.0));
            }

            return 42;
        });

        Assert.Equal(42, answer);
        Assert.Equal("size: step 3 (30 %)\n", lines.ToString());
    }
}
