namespace Strata.Layers.Tests.Contract;

public sealed class SingleKeyTests : LayerTest
{
    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task A_key_never_set_is_a_miss(string name)
    {
        var layer = Text(name);
        var answer = await layer.GetAsync("a", default);
        Assert.Equal(LookupStatus.Miss, answer.Status);
        Assert.False(await layer.ContainsAsync("a", default));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_was_set_is_what_is_got(string name)
    {
        var layer = Text(name);
        foreach (var priority in Enum.GetValues<EntryPriority>())
        {
            var set = new Entry<string?>("value", new Deadline(Clock.NowUnixMs + 7), -12_345, 678, priority);
            await layer.SetAsync("a", set, default);
            Assert.Equal(set, (await layer.GetAsync("a", default)).Entry);
            Assert.True(await layer.ContainsAsync("a", default));
        }

        var largest = new Entry<string?>("", Deadline.Never, long.MaxValue, int.MaxValue);
        await layer.SetAsync("a", largest, default);
        Assert.Equal(largest, (await layer.GetAsync("a", default)).Entry);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_null_value_is_found_and_is_not_an_empty_one(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("null", Made<string?>(null), default);
        await layer.SetAsync("empty", Made<string?>(""), default);
        var found = await layer.GetAsync("null", default);
        Assert.True(found.Found);
        Assert.Null(found.Value);
        Assert.Equal("", (await layer.GetAsync("empty", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Bytes_under_numbers_come_back(string name)
    {
        var layer = Bytes(name);
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        await layer.SetAsync(int.MinValue, Made(all), default);
        await layer.SetAsync(0, Made<byte[]>([]), default);
        Assert.Equal(all, (await layer.GetAsync(int.MinValue, default)).Value);
        Assert.Empty((await layer.GetAsync(0, default)).Value);
        Assert.False((await layer.GetAsync(int.MaxValue, default)).Found);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_entry_is_gone_from_the_very_millisecond_of_its_deadline(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("x", ttlMs: 100), default);
        Clock.AdvanceMs(99);
        Assert.True((await layer.GetAsync("a", default)).Found);
        Assert.True(await layer.ContainsAsync("a", default));
        Clock.AdvanceMs(1);
        Assert.False((await layer.GetAsync("a", default)).Found);
        Assert.False(await layer.ContainsAsync("a", default));
        Assert.False(await layer.RemoveAsync("a", default));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_entry_without_a_deadline_outlives_a_week(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("x"), default);
        Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("x", (await layer.GetAsync("a", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_second_set_takes_the_place_of_the_first(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("first", ttlMs: 10), default);
        var second = Made<string?>("second", ttlMs: 1_000);
        await layer.SetAsync("a", second, default);
        Clock.AdvanceMs(10);
        Assert.Equal(second, (await layer.GetAsync("a", default)).Entry);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_set_whose_deadline_has_come_leaves_nothing(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>("old"), default);
        await layer.SetAsync("a", Made<string?>("new", ttlMs: 0), default);
        Assert.False((await layer.GetAsync("a", default)).Found);
        await layer.SetAsync("b", Made<string?>("new", ttlMs: -5), default);
        Assert.False(await layer.ContainsAsync("b", default));
        Assert.False(await layer.RemoveAsync("b", default));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Remove_says_whether_a_valid_entry_was_there(string name)
    {
        var layer = Text(name);
        await layer.SetAsync("a", Made<string?>(null), default);
        await layer.SetAsync("b", Made<string?>("stays"), default);
        Assert.True(await layer.RemoveAsync("a", default));
        Assert.False(await layer.RemoveAsync("a", default));
        Assert.False((await layer.GetAsync("a", default)).Found);
        Assert.Equal("stays", (await layer.GetAsync("b", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Clear_leaves_nothing_and_may_be_repeated(string name)
    {
        var layer = Text(name);
        await layer.ClearAsync(default);
        for (var i = 0; i < 10; i++)
        {
            await layer.SetAsync($"key {i}", Made<string?>("x"), default);
        }

        await layer.ClearAsync(default);
        await layer.ClearAsync(default);
        for (var i = 0; i < 10; i++)
        {
            Assert.False(await layer.ContainsAsync($"key {i}", default));
        }

        await layer.SetAsync("key 3", Made<string?>("again"), default);
        Assert.Equal("again", (await layer.GetAsync("key 3", default)).Value);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_null_key_is_refused(string name)
    {
        var layer = Text(name);
        await Assert.ThrowsAnyAsync<ArgumentNullException>(async () => await layer.GetAsync(null!, default));
        await Assert.ThrowsAnyAsync<ArgumentNullException>(
            async () => await layer.SetAsync(null!, Made<string?>("x"), default));
        await Assert.ThrowsAnyAsync<ArgumentNullException>(async () => await layer.RemoveAsync(null!, default));
    }
}
