using Strata.Tests.Scripted;

namespace Strata.Tests.Loading;

public sealed class SingleFlightTests : IAsyncDisposable
{
    private readonly Cache<int, string?> _cache = new(new MemoryLayer<int, string?>());

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    [Fact]
    public async Task Many_callers_at_once_cause_one_load()
    {
        const int Callers = 16;
        using var barrier = new Barrier(Callers);
        var loads = 0;
        var stop = new Stop();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return _cache.GetOrLoadAsync(1, async (_, _) =>
                {
                    Interlocked.Increment(ref loads);
                    await stop.PassAsync();
                    return "one";
                }).AsTask();
            },
            TaskCreationOptions.LongRunning).Unwrap()).ToArray();
        await stop.Reached;
        stop.Open();

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("one", value));
        Assert.Equal(1, loads);
        Assert.Equal(Callers, _cache.Statistics.Requests);
        Assert.Equal(1, _cache.Statistics.Loads);
    }

    [Fact]
    public async Task A_waiter_leaves_alone_and_the_load_goes_on_for_the_others()
    {
        var stop = new Stop();
        using var patience = new CancellationTokenSource();
        CancellationToken loadToken = default;
        var first = _cache.GetOrLoadAsync(1, async (_, token) =>
        {
            loadToken = token;
            await stop.PassAsync();
            return "one";
        });
        var second = _cache.GetOrLoadAsync(1, NeverCalled, cancellationToken: patience.Token);
        var third = _cache.GetOrLoadAsync(1, NeverCalled);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
        Assert.False(loadToken.IsCancellationRequested);
        stop.Open();
        Assert.Equal("one", await first);
        Assert.Equal("one", await third);
    }

    [Fact]
    public async Task The_one_who_began_a_load_may_leave_too()
    {
        var stop = new Stop();
        using var patience = new CancellationTokenSource();
        var first = _cache.GetOrLoadAsync(
            1,
            async (_, _) =>
            {
                await stop.PassAsync();
                return "one";
            },
            cancellationToken: patience.Token);
        var second = _cache.GetOrLoadAsync(1, NeverCalled);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        stop.Open();
        Assert.Equal("one", await second);
        Assert.True(_cache.TryGet(1, out _));
    }

    [Fact]
    public async Task When_the_last_waiter_leaves_the_load_is_asked_to_stop_and_the_next_caller_begins_anew()
    {
        var stop = new Stop();
        using var a = new CancellationTokenSource();
        using var b = new CancellationTokenSource();
        CancellationToken loadToken = default;
        async ValueTask<string?> Stubborn(int key, CancellationToken token)
        {
            loadToken = token;
            await stop.PassAsync();
            return "abandoned";
        }

        var first = _cache.GetOrLoadAsync(1, Stubborn, cancellationToken: a.Token);
        var second = _cache.GetOrLoadAsync(1, Stubborn, cancellationToken: b.Token);
        await stop.Reached;
        await a.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        Assert.False(loadToken.IsCancellationRequested);
        await b.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
        Assert.True(loadToken.IsCancellationRequested);

        // The stubborn load still runs, and nobody joins it.
        Assert.Equal("new", await _cache.GetOrLoadAsync(1, (_, _) => new("new")));
        stop.Open();
        Assert.Equal("new", await _cache.GetOrLoadAsync(1, NeverCalled));
    }

    [Fact]
    public async Task A_failing_load_reaches_every_waiter_as_the_very_exception_and_caches_nothing()
    {
        var stop = new Stop();
        var failure = new InvalidDataException("the source is ill");
        async ValueTask<string?> Failing(int key, CancellationToken token)
        {
            await stop.PassAsync();
            throw failure;
        }

        var waiters = Enumerable.Range(0, 5).Select(_ => _cache.GetOrLoadAsync(1, Failing).AsTask()).ToArray();
        stop.Open();
        foreach (var waiter in waiters)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<InvalidDataException>(() => waiter));
        }

        Assert.False(_cache.TryGet(1, out _));
        var statistics = _cache.Statistics;
        Assert.Equal((5, 5, 4), (statistics.Requests, statistics.Misses, statistics.SharedLoads));
        Assert.Equal((1, 1), (statistics.Loads, statistics.LoadFailures));
        Assert.Equal("well", await _cache.GetOrLoadAsync(1, (_, _) => new("well")));
    }

    [Fact]
    public async Task A_load_that_throws_before_its_first_await_is_a_failing_load()
    {
        var failure = new InvalidDataException("at once");
        var caught = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await _cache.GetOrLoadAsync(1, (_, _) => throw failure));
        Assert.Same(failure, caught);
        Assert.Equal("next", await _cache.GetOrLoadAsync(1, (_, _) => new("next")));
    }

    [Fact]
    public async Task A_cancellation_thrown_by_the_load_itself_is_a_failure_like_any_other()
    {
        var failure = new OperationCanceledException("the source gave up");
        var caught = await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await _cache.GetOrLoadAsync(1, (_, _) => throw failure));
        Assert.Same(failure, caught);
        Assert.Equal(1, _cache.Statistics.LoadFailures);
        Assert.Equal("next", await _cache.GetOrLoadAsync(1, (_, _) => new("next")));
    }

    [Fact]
    public async Task A_load_that_asks_for_its_own_key_is_refused_with_a_clear_error()
    {
        var caught = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _cache.GetOrLoadAsync(1, async (key, _) =>
            {
                await Task.Yield();
                return await _cache.GetOrLoadAsync(key, NeverCalled);
            }));
        Assert.Contains("'1'", caught.Message, StringComparison.Ordinal);

        // Through another key as well.
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _cache.GetOrLoadAsync(1, (_, _) =>
                _cache.GetOrLoadAsync(2, (_, _) => _cache.GetOrLoadAsync(1, NeverCalled))));
    }

    [Fact]
    public async Task A_load_may_ask_for_another_key_and_may_write_its_own()
    {
        Assert.Equal("two+one", await _cache.GetOrLoadAsync(1, async (_, _) =>
            await _cache.GetOrLoadAsync(2, (_, _) => new("two")) + "+one"));

        Assert.Equal("loaded", await _cache.GetOrLoadAsync(3, async (key, _) =>
        {
            await _cache.SetAsync(key, "written");
            return "loaded";
        }));
        Assert.True(_cache.TryGet(3, out var kept));
        Assert.Equal("written", kept);
    }

    [Fact]
    public async Task After_a_load_the_same_flow_of_code_may_load_again()
    {
        Task? later = null;
        var stop = new Stop();
        await _cache.GetOrLoadAsync(1, (_, _) =>
        {
            later = Task.Run(async () =>
            {
                await stop.PassAsync();
                await _cache.RemoveAsync(1);
                await _cache.GetOrLoadAsync(1, (_, _) => new("later"));
            });
            return new("first");
        });
        stop.Open();
        await later!;
        Assert.True(_cache.TryGet(1, out var value));
        Assert.Equal("later", value);
    }

    [Fact]
    public async Task Null_is_a_value_and_is_loaded_once()
    {
        var loads = 0;
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await _cache.GetOrLoadAsync(1, (_, _) =>
            {
                loads++;
                return new((string?)null);
            }));
        }

        Assert.Equal(1, loads);
        Assert.True(_cache.TryGet(1, out var value));
        Assert.Null(value);
        Assert.True((await _cache.GetAsync(1)).Found);
    }

    [Fact]
    public async Task The_answer_says_whether_a_layer_or_the_load_gave_it()
    {
        var loaded = await _cache.LookupOrLoadAsync(1, "x", (_, x, _) => new(x));
        Assert.True(loaded.Found);
        Assert.Null(loaded.Layer);
        Assert.Equal("memory", (await _cache.LookupOrLoadAsync(1, "y", (_, y, _) => new(y))).Layer);
    }

    [Fact]
    public async Task A_caller_already_cancelled_begins_no_load_and_a_missing_load_is_refused_at_the_door()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _cache.GetOrLoadAsync(1, NeverCalled, cancellationToken: new CancellationToken(true)));
        await _cache.SetAsync(1, "held");
        Assert.Throws<ArgumentNullException>(() => { _ = _cache.GetOrLoadAsync(1, null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = _cache.LookupOrLoadAsync(1, 0, null!); });
    }

    private static ValueTask<string?> NeverCalled(int key, CancellationToken token) =>
        throw new InvalidOperationException("This load should never have been called.");
}
