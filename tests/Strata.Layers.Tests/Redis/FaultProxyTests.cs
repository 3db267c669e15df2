using System.Net;
using System.Net.Sockets;

namespace Strata.Layers.Tests.Redis;

/// <summary>Each fault of the proxy, as bare sockets on both sides of it see it.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly ManualClock _clock = new();
    private FaultProxy _proxy = null!;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _proxy = new FaultProxy(((IPEndPoint)_server.LocalEndpoint).Port, _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Without_a_fault_all_passes_and_is_counted()
    {
        var (client, server) = await ConnectAsync();
        await client.SendAsync("question");
        Assert.Equal("question", await server.ReadAsync(8));
        await server.SendAsync("answer!");
        Assert.Equal("answer!", await client.ReadAsync(7));

        await _proxy.ToClient.WhenForwardedAsync(7);
        Assert.Equal((8, 8), (_proxy.ToServer.BytesReceived, _proxy.ToServer.BytesForwarded));
        Assert.Equal((7, 7), (_proxy.ToClient.BytesReceived, _proxy.ToClient.BytesForwarded));
        Assert.Equal((1, 1), (_proxy.ConnectionsAccepted, _proxy.ConnectionsOpen));
    }

    [Fact]
    public async Task An_end_is_passed_on_and_the_other_way_stays_open()
    {
        var (client, server) = await ConnectAsync();
        client.FinishSending();
        Assert.Equal(0, await server.ReadSomeAsync(new byte[1]));
        await server.SendAsync("still");
        Assert.Equal("still", await client.ReadAsync(5));
        server.FinishSending();
        Assert.Equal(0, await client.ReadSomeAsync(new byte[1]));
    }

    [Fact]
    public async Task A_reset_is_passed_on()
    {
        var (client, server) = await ConnectAsync();
        client.Reset();
        await AssertResetAsync(server);
    }

    [Fact]
    public async Task A_delay_holds_a_piece_back_by_the_clock_it_was_given()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.Delay = TimeSpan.FromSeconds(10);
        await client.SendAsync("late");
        await _proxy.ToServer.WhenReceivedAsync(4);
        var forwarded = _proxy.ToServer.WhenForwardedAsync(4);
        var startedMs = _clock.NowUnixMs;
        while (!forwarded.IsCompleted)
        {
            // The piece has arrived, but the timer it waits for may be made a moment later.
            _clock.AdvanceMs(1_000);
            await Task.Yield();
        }

        Assert.True(_clock.NowUnixMs - startedMs >= 10_000);
        Assert.Equal("late", await server.ReadAsync(4));

        // The other way is not slowed.
        await server.SendAsync("quick");
        Assert.Equal("quick", await client.ReadAsync(5));
    }

    [Fact]
    public async Task A_cut_resets_both_sides_and_lets_new_connections_in()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Cut();
        await AssertResetAsync(client);
        await AssertResetAsync(server);

        (client, server) = await ConnectAsync();
        await client.SendAsync("again");
        Assert.Equal("again", await server.ReadAsync(5));
    }

    [Fact]
    public async Task A_close_ends_both_sides_in_order()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Close();
        Assert.Equal(0, await client.ReadSomeAsync(new byte[1]));
        Assert.Equal(0, await server.ReadSomeAsync(new byte[1]));
    }

    [Fact]
    public async Task A_cut_after_some_bytes_falls_in_the_middle_of_a_reply_and_only_once()
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync("before");
        Assert.Equal("before", await client.ReadAsync(6));
        _proxy.ToClient.CutAfter(3);
        await server.SendAsync("reply");
        Assert.Equal("rep", await client.ReadAsync(3));
        await AssertResetAsync(client);

        (client, server) = await ConnectAsync();
        await server.SendAsync("a whole reply");
        Assert.Equal("a whole reply", await client.ReadAsync(13));
    }

    [Fact]
    public async Task A_half_close_ends_one_way_and_leaves_the_other()
    {
        var (client, server) = await ConnectAsync();
        _proxy.HalfClose(_proxy.ToClient);
        Assert.Equal(0, await client.ReadSomeAsync(new byte[1]));
        await client.SendAsync("more");
        Assert.Equal("more", await server.ReadAsync(4));
        await server.SendAsync("lost");
        await _proxy.ToClient.WhenReceivedAsync(4);
        await client.SendAsync("even more");
        Assert.Equal("even more", await server.ReadAsync(9));
        Assert.Equal(0, _proxy.ToClient.BytesForwarded);
    }

    [Fact]
    public async Task One_byte_is_harmed_at_its_offset_and_only_once()
    {
        var (client, server) = await ConnectAsync();
        await client.SendAsync("first");
        Assert.Equal("first", await server.ReadAsync(5));
        _proxy.ToServer.CorruptAt(2);
        await client.SendAsync("aaaaa");
        Assert.Equal("aa\u009Eaa", await server.ReadAsync(5));
        await client.SendAsync("aaaaa");
        Assert.Equal("aaaaa", await server.ReadAsync(5));
    }

    [Fact]
    public async Task The_same_seed_harms_the_same_bytes()
    {
        var (client, server) = await ConnectAsync();
        var zeros = new byte[2_000];
        async Task<string> HarmAsync(int seed)
        {
            _proxy.ToClient.CorruptRandomly(seed, 0.01);
            await server.SendAsync(zeros);
            return await client.ReadAsync(zeros.Length);
        }

        var once = await HarmAsync(7);
        Assert.InRange(once.Count(c => c != 0), 1, 100);
        Assert.Equal(once, await HarmAsync(7));
        Assert.NotEqual(once, await HarmAsync(8));
    }

    [Fact]
    public async Task A_trickle_comes_byte_by_byte()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToClient.IsTrickle = true;
        await server.SendAsync("drops");
        Assert.Equal("drops", await client.ReadAsync(5));
        await _proxy.ToClient.WhenForwardedAsync(5);
        Assert.Equal(5, _proxy.ToClient.Writes);
    }

    [Fact]
    public async Task A_black_hole_takes_all_and_says_nothing_even_to_new_connections()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.IsBlackHole = _proxy.ToClient.IsBlackHole = true;
        await client.SendAsync("into the dark");
        await server.SendAsync("no answer");
        await _proxy.ToServer.WhenReceivedAsync(13);
        await _proxy.ToClient.WhenReceivedAsync(9);
        var (late, _) = await ConnectAsync();
        await late.SendAsync("hello?");
        await _proxy.ToServer.WhenReceivedAsync(19);
        client.FinishSending();
        Assert.True(client.IsSilent && server.IsSilent && late.IsSilent);
        Assert.Equal((0, 0), (_proxy.ToServer.BytesForwarded, _proxy.ToClient.BytesForwarded));

        // What was swallowed stays lost, and so does the rest of that stream; a new one is whole.
        _proxy.Heal();
        await late.SendAsync("after");
        await _proxy.ToServer.WhenReceivedAsync(24);
        Assert.Equal(0, _proxy.ToServer.BytesForwarded);
        (client, server) = await ConnectAsync();
        await client.SendAsync("whole");
        Assert.Equal("whole", await server.ReadAsync(5));
    }

    [Fact]
    public async Task A_stalled_direction_passes_all_on_when_it_goes_on()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.IsStalled = true;
        await client.SendAsync("one");
        await _proxy.ToServer.WhenReceivedAsync(3);
        await client.SendAsync("two");
        await server.SendAsync("meanwhile");
        Assert.Equal("meanwhile", await client.ReadAsync(9));
        Assert.True(server.IsSilent);
        Assert.Equal(0, _proxy.ToServer.BytesForwarded);
        _proxy.ToServer.IsStalled = false;
        Assert.Equal("onetwo", await server.ReadAsync(6));
    }

    [Fact]
    public async Task A_refusing_proxy_keeps_what_is_connected_and_listens_again_on_the_same_port()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Refuse();
        var refused = await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(_proxy.Port));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await client.SendAsync("still here");
        Assert.Equal("still here", await server.ReadAsync(10));

        _proxy.GoDown();
        await AssertResetAsync(client);
        _proxy.Heal();
        (client, server) = await ConnectAsync();
        await client.SendAsync("back");
        Assert.Equal("back", await server.ReadAsync(4));
    }

    [Fact]
    public async Task New_connections_go_where_the_target_is_now()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _proxy.TargetPort = ((IPEndPoint)other.LocalEndpoint).Port;
        using var client = await RawConnection.OpenAsync(_proxy.Port);
        using var accepted = await other.AcceptSocketAsync();
        await client.SendAsync("moved");
        var buffer = new byte[5];
        Assert.Equal(5, await accepted.ReceiveAsync(buffer));
    }

    [Fact]
    public async Task A_client_is_reset_when_nobody_listens_behind_the_proxy()
    {
        _server.Stop();
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The reset may come before the client has noticed that it is connected.
            using var client = await RawConnection.OpenAsync(_proxy.Port);
            await client.ReadSomeAsync(new byte[1]);
        });
        var cause = Assert.IsType<SocketException>(error.InnerException ?? error);
        Assert.Equal(SocketError.ConnectionReset, cause.SocketErrorCode);
    }

    [Fact]
    public async Task Nothing_runs_once_the_proxy_is_disposed_of()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.Delay = TimeSpan.FromHours(1);
        _proxy.ToClient.IsStalled = true;
        await client.SendAsync("held");
        await server.SendAsync("held");
        await _proxy.ToServer.WhenReceivedAsync(4);
        await _proxy.ToClient.WhenReceivedAsync(4);
        await _proxy.DisposeAsync();
        Assert.Equal(0, _proxy.ConnectionsOpen);
        await AssertResetAsync(client);
        await AssertResetAsync(server);
    }

    private async Task<(RawConnection Client, RawConnection Server)> ConnectAsync()
    {
        var client = await RawConnection.OpenAsync(_proxy.Port);
        var server = RawConnection.Over(await _server.AcceptSocketAsync());
        return (client, server);
    }

    private static async Task AssertResetAsync(RawConnection connection)
    {
        var error = await Assert.ThrowsAsync<IOException>(() => connection.ReadSomeAsync(new byte[1]));
        var cause = Assert.IsType<SocketException>(error.InnerException);
        Assert.Equal(SocketError.ConnectionReset, cause.SocketErrorCode);
    }
}
