namespace Strata.Layers.Tests.Contract;

public sealed class ManyKeysTests : LayerTest
{
    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Each_key_is_answered_at_its_own_place(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("1"), default);
        await layer.SetAsync("null", Made<string?>(null), default);
        await layer.SetAsync("old", Made<string?>("2", ttlMs: 1), default);
        Clock.AdvanceMs(1);
        string[] keys = ["a", "none", "null", "old", "a"];
        var answers = new Lookup<string?>[keys.Length];
        Array.Fill(answers, Lookup<string?>.Hit(Made<string?>("left from before")));
        await layer.GetManyAsync(keys, answers, default);
        Assert.Equal([true, false, true, false, true], answers.Select(answer => answer.Found));
        Assert.Equal("1", answers[0].Value);
        Assert.Null(answers[2].Value);
        Assert.Equal("1", answers[4].Value);
        Assert.All(answers, answer => Assert.NotEqual(LookupStatus.Unavailable, answer.Status));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Thousands_are_set_got_and_removed(string name)
    {
        var layer = Bytes(name);
        const int Count = 2_500;
        var entries = Enumerable.Range(0, Count)
            .Select(i => KeyValuePair.Create(i, Made(BitConverter.GetBytes(i))))
            .ToArray();
        var failures = new Exception?[Count];
        await layer.SetManyAsync(entries, failures, default);
        Assert.All(failures, Assert.Null);

        int[] keys = [.. Enumerable.Range(0, Count + 1).Reverse()];
        var answers = new Lookup<byte[]>[keys.Length];
        await layer.GetManyAsync(keys, answers, default);
        Assert.False(answers[0].Found);
        for (var i = 1; i < keys.Length; i++)
        {
            Assert.Equal(keys[i], BitConverter.ToInt32(answers[i].Value));
        }

        var existed = new bool[keys.Length];
        await layer.RemoveManyAsync(keys, existed, new Exception?[keys.Length], default);
        Assert.Equal(Count, existed.Count(was => was));
        Assert.False(existed[0]);
        Assert.False(await layer.ContainsAsync(Count / 2, default));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_last_of_equal_keys_wins_and_is_removed_once(string name)
    {
        var layer = Text(name);
        var failures = new Exception?[] { new InvalidOperationException("left from before"), null, null };
        await layer.SetManyAsync(
            new KeyValuePair<string, Entry<string?>>[]
            {
                new("a", Made<string?>("first")), new("b", Made<string?>("b")), new("a", Made<string?>("last")),
            },
            failures,
            default);
        Assert.All(failures, Assert.Null);
        Assert.Equal("last", (await layer.GetAsync("a", default)).Value);

        var existed = new bool[] { false, false, true };
        failures[1] = new InvalidOperationException("left from before");
        await layer.RemoveManyAsync(new[] { "a", "b", "a" }, existed, failures, default);
        Assert.Equal([true, true, false], existed);
        Assert.All(failures, Assert.Null);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_passed_deadline_among_many_leaves_nothing(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("older"), default);
        await layer.SetManyAsync(
            new KeyValuePair<string, Entry<string?>>[] { new("a", Made<string?>("x", ttlMs: 0)), new("b", Made<string?>("y")) },
            new Exception?[2],
            default);
        Assert.False((await layer.GetAsync("a", default)).Found);
        Assert.Equal("y", (await layer.GetAsync("b", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_refused_key_or_value_fails_alone(string name)
    {
        var layer = Text(name);
        const string Lone = "\ud800";
        await layer.SetAsync("b", Made<string?>("older"), default);
        KeyValuePair<string, Entry<string?>>[] entries =
            [new("a", Made<string?>("1")), new(Lone, Made<string?>("2")), new("b", Made<string?>(Lone)), new("c", Made<string?>("3"))];
        var failures = new Exception?[entries.Length];
        await layer.SetManyAsync(entries, failures, default);
        Assert.Null(failures[0]);
        Assert.Null(failures[3]);

        string[] keys = ["a", Lone, "b", "c"];
        var answers = new Lookup<string?>[keys.Length];
        await layer.GetManyAsync(keys, answers, default);
        Assert.Equal("1", answers[0].Value);
        Assert.Equal("3", answers[3].Value);
        AssertHeldOrRefused(failures[1], answers[1], refusedAnswer: LookupStatus.Unavailable, "2");
        AssertHeldOrRefused(failures[2], answers[2], refusedAnswer: LookupStatus.Miss, Lone);

        var existed = new bool[keys.Length];
        var removeFailures = new Exception?[keys.Length];
        await layer.RemoveManyAsync(keys, existed, removeFailures, default);
        Assert.Equal([true, failures[1] is null, failures[2] is null, true], existed);
        Assert.Equal(failures[1] is null, removeFailures[1] is null);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Nothing_at_all_is_legal(string name)
    {
        var layer = Text(name);
        await layer.GetManyAsync(default, default, default);
        await layer.SetManyAsync(default, default, default);
        await layer.RemoveManyAsync(default, default, default, default);
    }

    private static void AssertHeldOrRefused(
        Exception? failure, Lookup<string?> answer, LookupStatus refusedAnswer, string value)
    {
        if (failure is null)
        {
            Assert.Equal(value, answer.Value);
            return;
        }

        Assert.Equal(FailureKind.Permanent, Assert.IsType<LayerException>(failure).Kind);
        Assert.Equal(refusedAnswer, answer.Status);
    }
}
