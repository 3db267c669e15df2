using System.Text;
using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class RunLogFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Splinters =
    [
        "null", "-1", "1e999", "99999999999999999999", "\"\"", "{}", "[]", "\"\\ud800\"", "true", "0.5", ",", "}", "{",
        "[[[[", "\"", "\0", "\uFEFF", "1e308", "9223372036854775807", "/*", "\"all\"",
    ];

    [Fact]
    public void A_mutated_log_is_read_or_refused_with_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(Seed.Next(output.WriteLine));
        var path = folder.File("run.json");
        SampleLogs.Full(seconds: 2).Write(path);
        var original = File.ReadAllBytes(path);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            File.WriteAllBytes(path, Mutate(random, original));
            try
            {
                Assert.NotEmpty(RunLog.Read(path).TimeSeriesMetrics);
            }
            catch (RunLogException refusal)
            {
                refused++;
                Assert.DoesNotContain('\n', refusal.Message);
            }
        }

        output.WriteLine($"{refused} of 3000 refused");
        Assert.InRange(refused, 1, 2999);
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        var bytes = new List<byte>(original);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveRange(at, length); break;
                case 1: bytes.RemoveRange(at, bytes.Count - at - 1); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                default: ReplaceValue(random, bytes, at); break;
            }
        }

        return [.. bytes];
    }

    // Puts something else in the place of the next number or text.
    private static void ReplaceValue(Random random, List<byte> bytes, int at)
    {
        var colon = bytes.IndexOf((byte)':', at);
        var end = colon < 0 ? -1 : bytes.FindIndex(colon, b => b is (byte)',' or (byte)'\n');
        if (end > 0)
        {
            bytes.RemoveRange(colon + 1, end - colon - 1);
            bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)]));
        }
    }
}
