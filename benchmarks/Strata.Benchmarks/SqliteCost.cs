using Strata.Sqlite;

namespace Strata.Benchmarks;

/// <summary>What the SQLite layer costs, beside a bare table used through Microsoft.Data.Sqlite.</summary>
internal sealed class SqliteCost
{
    private const int Entries = 100_000;
    private const int ValueBytes = 100;
    private const int Batch = 100;
    private const int Gets = 10_000;
    private const int Sets = 2_000;
    private const int Writers = 8;
    private const string Ours = "SqliteLayer";
    private const string Theirs = "Microsoft.Data.Sqlite";

    private static readonly byte[] Value = Bytes();

    private readonly SqliteLayer<string, byte[]> _layer;
    private readonly SqlitePeer _peer;
    private readonly Random _random = new(1);
    private readonly string[] _keys = [.. Enumerable.Range(0, Entries).Select(i => $"passenger:{i:D6}")];
    private long _made;

    private SqliteCost(SqliteLayer<string, byte[]> layer, SqlitePeer peer)
    {
        _layer = layer;
        _peer = peer;
    }

    public static async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("strata-bench-");
        try
        {
            var layer = new SqliteLayer<string, byte[]>(Path.Combine(folder.FullName, "layer.db"));
            await using var closing = layer.ConfigureAwait(false);
            using var peer = new SqlitePeer(Path.Combine(folder.FullName, "peer.db"));
            Console.WriteLine(
                $"SQLite {SqliteLibrary.Version}, {Entries:N0} entries of {ValueBytes} bytes, random keys, "
                + "no wait for the disk:");
            var cost = new SqliteCost(layer, peer);
            await cost.FillAsync().ConfigureAwait(false);
            await cost.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync()
    {
        await CompareAsync("get, hit", Gets, key => GetAsync(key, true), key => _peer.Get(key) is not null, Held)
            .ConfigureAwait(false);
        await CompareAsync("get, miss", Gets, key => GetAsync(key, false), key => _peer.Get(key) is null, New)
            .ConfigureAwait(false);
        await CompareAsync("set, over an entry", Sets, SetAsync, key => _peer.Set(key, Ends(), Value), Held)
            .ConfigureAwait(false);
        await CompareAsync("set, new", Sets, SetAsync, key => _peer.Set(key, Ends(), Value), New)
            .ConfigureAwait(false);
        await ManyAsync().ConfigureAwait(false);
        await TogetherAsync().ConfigureAwait(false);
    }

    private async Task FillAsync()
    {
        foreach (var keys in _keys.Chunk(1_000))
        {
            await SetManyAsync(keys).ConfigureAwait(false);
            _peer.SetMany(keys, Ends(), Value);
        }
    }

    private static Task CompareAsync(
        string what,
        int operations,
        Func<string, ValueTask<bool>> ours,
        Func<string, bool> theirs,
        Func<int, string[]> draw)
    {
        Console.WriteLine();
        Console.WriteLine(what);
        var keys = draw(operations);
        return Interleaved.RunAsync(
            operations, () => keys = draw(operations), (Theirs, AskPeer), (Ours, AskLayerAsync));

        Task AskPeer()
        {
            foreach (var key in keys)
            {
                Expect(theirs(key));
            }

            return Task.CompletedTask;
        }

        async Task AskLayerAsync()
        {
            foreach (var key in keys)
            {
                Expect(await ours(key).ConfigureAwait(false));
            }
        }
    }

    private Task ManyAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"set, over entries, {Batch} in one transaction (an operation is one entry)");
        var batches = Draw();
        return Interleaved.RunAsync(Sets * 5, () => batches = Draw(), (Theirs, AskPeer), (Ours, AskLayerAsync));

        string[][] Draw() => [.. Held(Sets * 5).Chunk(Batch)];

        Task AskPeer()
        {
            foreach (var keys in batches)
            {
                _peer.SetMany(keys, Ends(), Value);
            }

            return Task.CompletedTask;
        }

        async Task AskLayerAsync()
        {
            foreach (var keys in batches)
            {
                await SetManyAsync(keys).ConfigureAwait(false);
            }
        }
    }

    private Task TogetherAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"set, over an entry, {Writers} writers at once against one");
        var keys = Held(Sets);
        return Interleaved.RunAsync(
            Sets,
            () => keys = Held(Sets),
            ($"{Ours}, one writer", () => WriteAsync(1)),
            ($"{Ours}, {Writers} writers", () => WriteAsync(Writers)));

        Task WriteAsync(int writers) => Task.WhenAll(
            Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteShareAsync(writer, writers))));

        async Task WriteShareAsync(int writer, int writers)
        {
            for (var i = writer; i < keys.Length; i += writers)
            {
                await SetAsync(keys[i]).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> GetAsync(string key, bool expected) =>
        (await _layer.GetAsync(key, default).ConfigureAwait(false)).Found == expected;

    private async ValueTask<bool> SetAsync(string key)
    {
        await _layer.SetAsync(key, Made(), default).ConfigureAwait(false);
        return true;
    }

    private async Task SetManyAsync(string[] keys)
    {
        var entry = Made();
        var failures = new Exception?[keys.Length];
        await _layer.SetManyAsync(
            Array.ConvertAll(keys, key => KeyValuePair.Create(key, entry)), failures, default).ConfigureAwait(false);
        Expect(failures.All(failure => failure is null));
    }

    private string[] Held(int count) => [.. Enumerable.Range(0, count).Select(_ => _keys[_random.Next(Entries)])];

    private string[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => $"new:{_made++:D9}")];

    private static Entry<byte[]> Made() => new(Value, new Deadline(Ends()), TimeProvider.System.NowMs());

    private static long Ends() => TimeProvider.System.NowMs() + 3_600_000;

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The answer is not the expected one.");
        }
    }

    private static byte[] Bytes()
    {
        var bytes = new byte[ValueBytes];
        new Random(2).NextBytes(bytes);
        return bytes;
    }
}
