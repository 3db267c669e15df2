using System.Globalization;
using Strata.Sqlite;
using Strata.Sqlite.Child;
using Strata.Sqlite.Storage;

namespace Strata.Layers.Tests.Sqlite;

/// <summary>
/// A process is killed at a random moment of its writing, again and again on the same files. Every write it
/// had acknowledged must be there; the one under way may be there or not.
/// </summary>
/// <remarks>STRATA_KILLS sets how often; the default keeps the test short.</remarks>
[Trait("Category", "Slow")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int RoundsPerFile = 10;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("STRATA_KILLS"), out var kills) ? kills : 30;

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_write()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var acknowledged = 0L;
        for (var round = 0; round < Kills;)
        {
            using var folder = new TemporaryFolder();
            var held = new Dictionary<int, byte[]>();
            for (var i = 0; i < RoundsPerFile && round < Kills; i++, round++)
            {
                var durability = (SqliteDurability)random.Next(2);
                acknowledged += await RoundAsync(folder.File("killed.db"), durability, held, random);
            }
        }

        output.WriteLine($"{Kills} kills, {acknowledged} acknowledged writes, none lost");
    }

    private static async Task<int> RoundAsync(
        string path, SqliteDurability durability, Dictionary<int, byte[]> held, Random random)
    {
        var seed = random.Next();
        var killAfter = random.Next(durability == SqliteDurability.Power ? 60 : 2_000);
        var acknowledged = await WriteUntilKilledAsync(path, seed, durability, killAfter);

        foreach (var step in Steps.From(seed).Take(acknowledged))
        {
            foreach (var (key, value) in step.Changes)
            {
                Apply(held, key, value);
            }
        }

        var underWay = Steps.From(seed).Skip(acknowledged).First().Changes;
        await using var layer = new SqliteLayer<int, byte[]>(path);
        for (var key = 0; key < Steps.Keys; key++)
        {
            var found = await layer.GetAsync(key, default);
            var actual = found.Found ? found.Value : null;
            var expected = held.GetValueOrDefault(key);
            Assert.True(
                AreEqual(expected, actual)
                || underWay.Any(change => change.Key == key && AreEqual(change.Value, actual)),
                $"key {key} after {acknowledged} acknowledged steps of seed {seed}");
            Apply(held, key, actual);
        }

        Assert.Equal(held.Count, layer.GetStatistics().Entries);
        Assert.Equal("ok", layer.WriteConnection.ScalarText("PRAGMA integrity_check"));
        return acknowledged;
    }

    /// <summary>How many steps the process acknowledged before it was killed, those unread at that moment included.</summary>
    private static async Task<int> WriteUntilKilledAsync(
        string path, int seed, SqliteDurability durability, int killAfter)
    {
        using var child = new ChildProcess(
            ["write", path, seed.ToString(CultureInfo.InvariantCulture), durability.ToString()]);
        Assert.Equal("opening", await child.Output.ReadLineAsync());
        var acknowledged = 0;
        while (acknowledged < killAfter && await child.Output.ReadLineAsync() is { } line)
        {
            acknowledged = int.Parse(line, CultureInfo.InvariantCulture);
        }

        Assert.Equal(killAfter, acknowledged);
        child.Kill();
        var rest = (await child.EndAsync()).Output.Split('\n')[..^1];
        return rest is [.., var last] ? int.Parse(last, CultureInfo.InvariantCulture) : acknowledged;
    }

    private static void Apply(Dictionary<int, byte[]> held, int key, byte[]? value)
    {
        if (value is null)
        {
            held.Remove(key);
        }
        else
        {
            held[key] = value;
        }
    }

    private static bool AreEqual(byte[]? expected, byte[]? actual) =>
        expected is null ? actual is null : actual is not null && expected.AsSpan().SequenceEqual(actual);
}
