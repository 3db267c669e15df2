using StackExchange.Redis;
using Strata.Redis;
using Strata.Redis.Client;
using Strata.Redis.Storage;
using Strata.Resp;
using Strata.Testing;

namespace Strata.Benchmarks.Redis;

/// <summary>What gets through one connection cost, beside StackExchange.Redis and redis-benchmark.</summary>
internal static class RedisCost
{
    private const int WarmUps = 2;
    private const int Rounds = 9;
    private const int Callers = 64;
    private const int LayerOperations = 3_000;
    private const string Key = "key:get";

    private static readonly string[] Names = ["Strata", "StackExchange.Redis 1.2.6", "redis-benchmark"];

    public static async Task MeasureAsync()
    {
        var server = await RedisServer.StartAsync().ConfigureAwait(false);
        await using var stopping = server.ConfigureAwait(false);
        await RedisBenchmark.RunAsync(server.Port, "set", 1, 10_000).ConfigureAwait(false);
        using var theirs = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}").ConfigureAwait(false);
        await theirs.GetDatabase().StringSetAsync(Key, new byte[100]).ConfigureAwait(false);
        var ours = await RedisConnection.ConnectAsync(
            RedisUrl.Parse(server.Url()),
            new RedisClientOptions(),
            static (ref RespReader _) => { },
            static () => { },
            default).ConfigureAwait(false);
        await using var closing = ours.ConfigureAwait(false);
        var many = await CompareAsync(server, ours, theirs.GetDatabase(), Callers, 128_000).ConfigureAwait(false);
        await CompareAsync(server, ours, theirs.GetDatabase(), 1, 4_000).ConfigureAwait(false);
        await LayerAsync(server).ConfigureAwait(false);

        Target.Print(
        [
            (new("64 callers, throughput over redis-benchmark's", "×", 0.6, true), Ratio(many[2], many[0])),
            (new("64 callers, throughput over StackExchange.Redis's", "×", 2, true), Ratio(many[1], many[0])),
            (new("64 callers, allocated by a get", "bytes", 200, false), Figure.Of(many[0], null).Bytes),
        ]);
    }

    private static async Task<Turn[][]> CompareAsync(
        RedisServer server, RedisConnection ours, IDatabase theirs, int callers, int operations)
    {
        var turns = await Interleaved.TakeTurnsAsync(3, WarmUps, Rounds, _ => { }, i => i switch
        {
            0 => Interleaved.SampleAsync(operations, () => TogetherAsync(callers, () => AskOursAsync(ours, operations / callers))),
            1 => Interleaved.SampleAsync(
                operations, () => TogetherAsync(callers, () => AskTheirsAsync(theirs, operations / callers))),
            _ => OutsideAsync(server, callers),
        }).ConfigureAwait(false);
        Console.WriteLine();
        Console.WriteLine($"get of 100 bytes, one connection, {callers} callers");
        Interleaved.Print(Names, turns);
        return turns;
    }

    private static async Task LayerAsync(RedisServer server)
    {
        var layer = new RedisLayer<string, byte[]>(server.Url());
        await using var closing = layer.ConfigureAwait(false);
        var now = TimeProvider.System.NowMs();
        var entry = new Entry<byte[]>(new byte[100], new Deadline(now + 3_600_000), now);
        string[] keys = [.. Enumerable.Range(0, 10).Select(i => $"passenger:{i}")];
        var answers = new Lookup<byte[]>[keys.Length];
        foreach (var key in keys)
        {
            await layer.SetAsync(key, entry, default).ConfigureAwait(false);
        }

        Console.WriteLine();
        Console.WriteLine("RedisLayer, one caller, tracked");
        await Interleaved.RunAsync(
            LayerOperations,
            ("get", () => RepeatAsync(async () => await layer.GetAsync(keys[0], default).ConfigureAwait(false))),
            ("set", () => RepeatAsync(() => layer.SetAsync(keys[0], entry, default))),
            ("get of 10 keys", () => RepeatAsync(() => layer.GetManyAsync(keys, answers, default))))
            .ConfigureAwait(false);
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

    private static async Task RepeatAsync(Func<ValueTask> run)
    {
        for (var i = 0; i < LayerOperations; i++)
        {
            await run().ConfigureAwait(false);
        }
    }

    private static async Task<Turn> OutsideAsync(RedisServer server, int depth) =>
        new(1e9 / await RedisBenchmark.RunAsync(server.Port, "get", depth, depth == 1 ? 10_000 : 200_000).ConfigureAwait(false), 0);

    private static double Ratio(Turn[] over, Turn[] under) => Figure.Of(over, under).Ratio!.Value;

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The answer is not the expected one.");
        }
    }
}
