namespace Strata.Layers.Tests.Contract;

/// <summary>Keys and values nobody sane would use come back as they were, or are refused by name.</summary>
public sealed class HostileTextTests : LayerTest
{
    private static readonly string[] Hostile =
    [
        "", " ", "\0", "a\0b", "\r\n", "'", "\"", "'; DROP TABLE entries; --", "%_[]*?", "\\", "{}", "null",
        "\u00e9", "e\u0301", "\ud83d\ude00", "\ud83d\udc69\u200d\ud83d\udcbb", "\u202eabc", "\uffff", "\ufeffx", "A", "a",
        new('k', 5_000), new('x', 1 << 20),
    ];

    private static readonly string[] NotText = ["\ud800", "a\udc00b", "\udc00\ud800", "x\ud83d"];

    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Hostile_keys_are_told_apart_or_refused_by_name(string name)
    {
        var layer = Text(name);
        var taken = new Dictionary<string, string>();
        foreach (var key in Hostile.Concat(NotText))
        {
            if (!await IsRefusedAsync(layer, key))
            {
                await layer.SetAsync(key, Made<string?>($"{taken.Count}"), default);
                taken.Add(key, $"{taken.Count}");
            }
        }

        Assert.True(taken.Count > 10, "nearly every key was refused");
        foreach (var (key, value) in taken)
        {
            Assert.Equal(value, (await layer.GetAsync(key, default)).Value);
            Assert.True(await layer.ContainsAsync(key, default));
        }

        foreach (var key in taken.Keys)
        {
            Assert.True(await layer.RemoveAsync(key, default));
            Assert.False(await layer.ContainsAsync(key, default));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Hostile_values_come_back_or_are_refused_and_leave_no_older_copy(string name)
    {
        var layer = Text(name);
        var taken = 0;
        foreach (var value in Hostile.Concat(NotText))
        {
            await layer.SetAsync("key", Made<string?>("older"), default);
            try
            {
                await layer.SetAsync("key", Made<string?>(value), default);
                Assert.Equal(value, (await layer.GetAsync("key", default)).Value);
                taken++;
            }
            catch (LayerException refusal)
            {
                Assert.Equal(FailureKind.Permanent, refusal.Kind);
                Assert.Contains("value", refusal.Message, StringComparison.Ordinal);
                Assert.Equal(layer.Name, refusal.Layer);
                Assert.False((await layer.GetAsync("key", default)).Found);
            }
        }

        Assert.True(taken > 10, "nearly every value was refused");
    }

    /// <summary>Whether a key is refused; if it is, then by name and by every operation alike.</summary>
    private async Task<bool> IsRefusedAsync(ILayer<string, string?> layer, string key)
    {
        Func<Task>[] operations =
        [
            async () => await layer.SetAsync(key, Made<string?>("x"), default),
            async () => await layer.GetAsync(key, default),
            async () => await layer.ContainsAsync(key, default),
            async () => await layer.RemoveAsync(key, default),
        ];
        var refusals = new List<LayerException>();
        foreach (var operation in operations)
        {
            try
            {
                await operation();
            }
            catch (LayerException refusal)
            {
                refusals.Add(refusal);
            }
        }

        Assert.True(refusals.Count == 0 || refusals.Count == operations.Length, "refused by some operations only");
        Assert.All(refusals, refusal =>
        {
            Assert.Equal(FailureKind.Permanent, refusal.Kind);
            Assert.Contains("key", refusal.Message, StringComparison.Ordinal);
        });
        return refusals.Count > 0;
    }
}
