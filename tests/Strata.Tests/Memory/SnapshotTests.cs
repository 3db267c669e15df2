using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class SnapshotTests(ITestOutputHelper output) : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "memory.snapshot");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_saved_comes_back_with_all_its_facts()
    {
        var layer = Layer();
        for (var i = 0; i < 3_000; i++)
        {
            layer.Set($"key {i}", new Entry<string?>(i % 7 == 0 ? null : $"value {i}", new(_clock.NowUnixMs + 1000 + i), i - 5, 1 + i, (EntryPriority)(i % 3))
            {
                SlidingTtl = i % 5 == 0 ? TimeSpan.FromHours(1) : null,
            });
        }

        layer.Set("forever", new Entry<string?>("f", Deadline.Never, long.MinValue, int.MaxValue));
        Assert.Equal(3_001, await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken));
        var other = Layer();
        Assert.Equal(3_001, await other.LoadAsync(File, cancellationToken: TestContext.Current.CancellationToken));
        await foreach (var (key, entry) in layer.EnumerateAsync(default))
        {
            Assert.True(other.TryGetEntry(key, out var loaded));
            Assert.Equal(entry, loaded);
        }

        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_expired_meanwhile_stays_out_and_what_is_held_stays_as_it_is()
    {
        var layer = Layer();
        layer.Set("gone", new Entry<string?>("old", new(_clock.NowUnixMs + 10), 0));
        layer.Set("a", new Entry<string?>("old", Deadline.Never, 0));
        layer.Set("b", new Entry<string?>("old", Deadline.Never, 0));
        await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        _clock.AdvanceMs(10);
        var other = Layer();
        other.Set("a", new Entry<string?>("new", Deadline.Never, 0));
        await other.LoadAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(other.Contains("gone"));
        Assert.True(other.TryGet("a", out var a) && a == "new");
        Assert.True(other.TryGet("b", out var b) && b == "old");
    }

    [Fact]
    public async Task The_hottest_survive_when_the_new_layer_is_smaller()
    {
        var layer = new MemoryLayer<int, int>(new() { Eviction = EvictionPolicy.Lru, CapacityEntries = 1000 });
        for (var key = 0; key < 1000; key++)
        {
            layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
        }

        for (var round = 0; round < 5; round++)
        {
            for (var key = 100; key < 200; key++)
            {
                layer.TryGet(key, out _);
            }
        }

        await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        var small = new MemoryLayer<int, int>(new() { Eviction = EvictionPolicy.Lru, CapacityEntries = 100 });
        await small.LoadAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(Enumerable.Range(100, 100).Count(small.Contains) > 90);
    }

    [Fact]
    public async Task A_file_that_is_too_old_foreign_or_missing_is_refused_by_name()
    {
        var layer = Layer();
        layer.Set("a", new Entry<string?>("x", Deadline.Never, 0));
        await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromHours(2));
        await Refused("is 02:00:00 old; AgeMax is 01:00:00", new() { AgeMax = TimeSpan.FromHours(1) });
        Assert.Equal(1, await Layer().LoadAsync(File, new() { AgeMax = TimeSpan.FromHours(2) }, TestContext.Current.CancellationToken));
        var foreign = await Assert.ThrowsAsync<LayerException>(async () => await new MemoryLayer<int, string>().LoadAsync(File));
        Assert.Contains("holds System.String under System.String; the layer holds System.String under System.Int32", foreign.Message, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(File, "a letter", TestContext.Current.CancellationToken);
        await Refused("it is no snapshot");
        await System.IO.File.WriteAllBytesAsync(File, [.. "StrataMS"u8, 9, 0, 0, 0], TestContext.Current.CancellationToken);
        await Refused("its version is 9; 1 can be read");
        System.IO.File.Delete(File);
        await Refused("there is no file");

        async Task Refused(string why, MemorySnapshotOptions<string, string?>? options = null)
        {
            var refused = await Assert.ThrowsAsync<LayerException>(async () => await Layer().LoadAsync(File, options));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_or_changed_anywhere_is_refused_whole()
    {
        var layer = Layer();
        for (var i = 0; i < 20; i++)
        {
            layer.Set($"key {i}", new Entry<string?>($"value {i}", Deadline.Never, i));
        }

        await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 600; i++)
        {
            var broken = bytes.ToArray();
            if (i % 2 == 0)
            {
                broken = broken[..random.Next(broken.Length)];
            }
            else
            {
                broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            }

            await System.IO.File.WriteAllBytesAsync(File, broken, TestContext.Current.CancellationToken);
            var other = Layer();
            await Assert.ThrowsAsync<LayerException>(async () => await other.LoadAsync(File));
            Assert.Equal(0, other.Count);
        }
    }

    [Fact]
    public void Records_of_any_bytes_are_read_or_refused_and_nothing_else()
    {
        // As if a foreign hand had made a file whose checksum fits.
        var random = new Random(Seed.Next(output.WriteLine));
        var keys = Serializers.Default<string>();
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at += 1 + random.Next(40))
            {
                bytes[at] = (byte)random.Next(3);
            }

            try
            {
                SnapshotFormat.ReadRecords(bytes, keys, keys);
            }
            catch (FormatException)
            {
                // The one legal refusal.
            }
        }
    }

    [Fact]
    public async Task A_value_that_has_no_form_in_bytes_leaves_the_older_file_as_it_was()
    {
        var layer = Layer();
        layer.Set("a", new Entry<string?>("x", Deadline.Never, 0));
        await layer.SaveAsync(File, cancellationToken: TestContext.Current.CancellationToken);
        var before = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        layer.Set("half", new Entry<string?>("\uD800", Deadline.Never, 0));
        await Assert.ThrowsAsync<LayerException>(async () => await layer.SaveAsync(File));
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    private MemoryLayer<string, string?> Layer() => new(new() { TimeProvider = _clock });
}
