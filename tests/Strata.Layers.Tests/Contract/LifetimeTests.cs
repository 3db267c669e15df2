namespace Strata.Layers.Tests.Contract;

public sealed class LifetimeTests : LayerTest
{
    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Every_use_after_disposal_is_refused_and_disposal_may_be_repeated(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("x"), default);
        await layer.DisposeAsync();
        await layer.DisposeAsync();
        foreach (var use in Uses(layer, CancellationToken.None))
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(use);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_cancelled_call_does_nothing(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("stays"), default);
        var cancelled = new CancellationToken(canceled: true);
        foreach (var use in Uses(layer, cancelled))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(use);
        }

        Assert.Equal("stays", (await layer.GetAsync("a", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_layer_that_can_list_lists_exactly_its_valid_entries(string name)
    {
        var layer = Bytes(name);
        if (!layer.Traits.HasFlag(LayerTraits.CanEnumerate))
        {
            Assert.Throws<NotSupportedException>(() => layer.EnumerateAsync(default));
            return;
        }

        var entries = Numbered(1_000, i => i % 3 == 0 ? 5 : null);
        await layer.SetManyAsync(entries, new Exception?[entries.Length], default);
        var expected = entries.Where(entry => entry.Key % 3 != 0).ToDictionary();
        Clock.AdvanceMs(5);
        var seen = new HashSet<int>();
        await foreach (var (key, entry) in layer.EnumerateAsync(default))
        {
            Assert.True(seen.Add(key), "listed twice");
            Assert.Equal(expected[key].Value, entry.Value);
            Assert.Equal(expected[key].Deadline, entry.Deadline);
        }

        Assert.Equal(expected.Count, seen.Count);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_listing_may_be_left_and_the_layer_changed_meanwhile(string name)
    {
        var layer = Bytes(name);
        if (!layer.Traits.HasFlag(LayerTraits.CanEnumerate))
        {
            return;
        }

        var entries = Numbered(1_000, _ => null);
        await layer.SetManyAsync(entries, new Exception?[entries.Length], default);
        var seen = 0;
        await foreach (var (key, _) in layer.EnumerateAsync(default))
        {
            if (seen++ % 20 == 0)
            {
                await layer.RemoveAsync(key, default);
                await layer.SetAsync(5_000, Made<byte[]>([1]), default);
            }
        }

        Assert.InRange(seen, 900, 1_001);

        await foreach (var _ in layer.EnumerateAsync(default))
        {
            break;
        }

        await layer.ClearAsync(default);
        Assert.False(await layer.ContainsAsync(5_000, default));
    }

    private KeyValuePair<int, Entry<byte[]>>[] Numbered(int count, Func<int, long?> ttlMs) =>
        [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create(i, Made(BitConverter.GetBytes(i), ttlMs(i))))];

    private IEnumerable<Func<Task>> Uses(ILayer<string, string?> layer, CancellationToken cancellationToken)
    {
        KeyValuePair<string, Entry<string?>>[] one = [new("a", Made<string?>("other"))];
        yield return async () => await layer.GetAsync("a", cancellationToken);
        yield return async () => await layer.SetAsync("a", Made<string?>("other"), cancellationToken);
        yield return async () => await layer.RemoveAsync("a", cancellationToken);
        yield return async () => await layer.ContainsAsync("a", cancellationToken);
        yield return async () => await layer.ClearAsync(cancellationToken);
        if (layer.Traits.HasFlag(LayerTraits.CanEnumerate))
        {
            yield return async () =>
            {
                await foreach (var _ in layer.EnumerateAsync(cancellationToken))
                {
                }
            };
        }
    }
}
