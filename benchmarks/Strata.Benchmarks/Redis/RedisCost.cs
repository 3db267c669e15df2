using StackExchange.Redis;
using Strata.Redis;
using Strata.Redis.Client;
using Strata.Redis.Storage;
using Strata.Resp;

namespace Strata.Benchmarks.Redis;

/// <summary>What gets through one connection cost, beside StackExchange.Redis and redis-benchmark.</summary>
internal static class RedisCost
{
    private const int WarmUps = 2;
    private const int Rounds = 9;
    private const int Callers = 64;
    private const string Key = "key:get";

    private static readonly string[] Names = ["Strata", "StackExchange.Redis 1.2.6", "redis-benchmark"];

    public static async Task MeasureAsync()
    {
        using var server = await BenchServer.StartAsync().ConfigureAwait(false);
        await server.BenchmarkAsync("set", 1, 10_000).ConfigureAwait(false);
        using var theirs = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}").ConfigureAwait(false);
        await theirs.GetDatabase().StringSetAsync(Key, new byte[100]).ConfigureAwait(false);
        var ours = await RedisConnection.ConnectAsync(
            RedisUrl.Parse($"redis://127.0.0.1:{server.Port}"),
            new RedisClientOptions(),
            static (ref RespReader _) => { },
            static () => { },
            default).ConfigureAwait(false);
        await using var closing = ours.ConfigureAwait(false);
        var many = await CompareAsync(server, ours, theirs.GetDatabase(), Callers, 128_000).ConfigureAwait(false);
        await CompareAsync(server, ours, theirs.GetDatabase(), 1, 4_000).ConfigureAwait(false);
        await LayerAsync(server).ConfigureAwait(false);

        Console.WriteLine();
        Console.WriteLine($"{"targets, 64 callers",-50}{"",12}{"measured",10}");
        Target("throughput over redis-benchmark's", 0.6, Median(many[2], many[0]), isAtLeast: true);
        Target("throughput over StackExchange.Redis's", 2, Median(many[1], many[0]), isAtLeast: true);
        Target("bytes a get", 200, Figure.Of(many[0], null).Bytes, isAtLeast: false);
    }

    private static async Task<Turn[][]> CompareAsync(
        BenchServer server, RedisConnection ours, IDatabase theirs, int callers, int operations)
    {
        var turns = await Interleaved.TakeTurnsAsync(3, WarmUps, Rounds, _ => { }, i => i switch
        {
            0 => SampleAsync(operations, () => TogetherAsync(callers, () => AskOursAsync(ours, operations / callers))),
            1 => SampleAsync(
                operations, () => TogetherAsync(callers, () => AskTheirsAsync(theirs, operations / callers))),
            _ => OutsideAsync(server, callers),
        }).ConfigureAwait(false);
        Console.WriteLine();
        Print($"get of 100 bytes, one connection, {callers} callers", Names, turns);
        return turns;
    }

    private static async Task LayerAsync(BenchServer server)
    {
        var layer = new RedisLayer<string, byte[]>($"redis://127.0.0.1:{server.Port}");
        await using var closing = layer.ConfigureAwait(false);
        var now = TimeProvider.System.NowMs();
        var entry = new Entry<byte[]>(new byte[100], new Deadline(now + 3_600_000), now);
        string[] keys = [.. Enumerable.Range(0, 10).Select(i => $"passenger:{i}")];
        var answers = new Lookup<byte[]>[keys.Length];
        foreach (var key in keys)
        {
            await layer.SetAsync(key, entry, default).ConfigureAwait(false);
        }

        const int Operations = 3_000;
        Func<ValueTask>[] runs =
        [
            async () => await layer.GetAsync(keys[0], default).ConfigureAwait(false),
            () => layer.SetAsync(keys[0], entry, default),
            () => layer.GetManyAsync(keys, answers, default),
        ];
        var turns = await Interleaved.TakeTurnsAsync(3, WarmUps, Rounds, _ => { }, i => SampleAsync(
            Operations, () => RepeatAsync(runs[i], Operations))).ConfigureAwait(false);
        Console.WriteLine();
        Print("RedisLayer, one caller, tracked", ["get", "set", "get of 10 keys"], turns);
    }

    private static Task TogetherAsync(int callers, Func<Task> ask) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(ask)));

    private static async Task AskOursAsync(RedisConnection connection, int times)
    {
        var key = System.Text.Encoding.UTF8.GetBytes(Key);
        var buffer = new byte[128];
        ReplyParser<int> parse = (ref RespReader reader) =>
        {
            reader.CopyValueTo(buffer);
            return reader.ValueLength;
        };
        for (var i = 0; i < times; i++)
        {
            Expect(await connection.SendAsync(key, Commands.Get, 1, parse, default).ConfigureAwait(false) == 100);
        }
    }

    private static async Task AskTheirsAsync(IDatabase database, int times)
    {
        for (var i = 0; i < times; i++)
        {
            byte[]? value = await database.StringGetAsync(Key).ConfigureAwait(false);
            Expect(value!.Length == 100);
        }
    }

    private static async Task RepeatAsync(Func<ValueTask> run, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await run().ConfigureAwait(false);
        }
    }

    private static async Task<Turn> OutsideAsync(BenchServer server, int depth) =>
        new(1e9 / await server.BenchmarkAsync("get", depth, depth == 1 ? 10_000 : 200_000).ConfigureAwait(false), 0);

    private static async Task<Turn> SampleAsync(int operations, Func<Task> run)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = TimeProvider.System.GetTimestamp();
        await run().ConfigureAwait(false);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        return new Turn(
            elapsed.TotalNanoseconds / operations,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / operations);
    }

    private static void Print(string title, string[] names, Turn[][] turns)
    {
        Console.WriteLine($"{title,-50}{"ns/op",10}{"min",10}{"max",10}{"ratio",8}{"bytes/op",10}");
        for (var i = 0; i < names.Length; i++)
        {
            var figure = Figure.Of(turns[i], turns[0]);
            Console.WriteLine(
                $"{names[i],-50}{figure.Ns,10:N0}{figure.NsMin,10:N0}{figure.NsMax,10:N0}"
                + $"{figure.Ratio,8:N2}{figure.Bytes,10:N1}");
        }
    }

    private static double Median(Turn[] over, Turn[] under) => Figure.Of(over, under).Ratio!.Value;

    private static void Target(string what, double limit, double figure, bool isAtLeast)
    {
        var isMet = isAtLeast ? figure >= limit : figure <= limit;
        Console.WriteLine(
            $"{what,-50}{(isAtLeast ? "≥" : "≤") + $" {limit}",12}{figure,10:N2}  {(isMet ? "met" : "missed")}");
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The answer is not the expected one.");
        }
    }
}
