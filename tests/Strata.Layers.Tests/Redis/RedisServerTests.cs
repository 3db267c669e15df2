using System.Net.Sockets;
using System.Security.Authentication;

namespace Strata.Layers.Tests.Redis;

/// <summary>The private Redis server of the tests does what its methods say.</summary>
[Trait("Category", "Slow")]
public sealed class RedisServerTests(RedisServerFixture fixture)
{
    [Fact]
    public async Task A_server_answers_a_bare_connection()
    {
        var server = await fixture.ServerAsync();
        using var connection = await RawConnection.OpenAsync(server.Port);
        Assert.Equal("+PONG", await connection.AskAsync("PING"));
        Assert.Equal($"redis://127.0.0.1:{server.Port}", server.Url());
        Assert.True(server.IsRunning);
    }

    [Fact]
    public async Task A_second_client_writes_what_the_first_reads()
    {
        var server = await fixture.ServerAsync();
        Assert.Equal("OK", await server.CommandAsync("SET", "second:client", "two words"));
        Assert.Equal("two words", await server.CommandAsync("GET", "second:client"));
        Assert.Equal("", await server.CommandAsync("GET", "second:none"));
        Assert.Equal("OK", await server.CommandAsync(new byte[] { 0, 13, 10, 255 }, "SET", "second:bytes"));

        using var connection = await RawConnection.OpenAsync(server.Port);
        Assert.Equal("$4", await connection.AskAsync("GET second:bytes"));
        Assert.Equal("\0\r\n\u00FF\r\n", await connection.ReadAsync(6));
        await connection.AskAsync("LPUSH second:list a");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.CommandAsync("GET", "second:list"));
        Assert.Contains("WRONGTYPE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_asked_for()
    {
        await using var server = await RedisServerFixture.StartAsync(new() { Password = "p@ss/word" });
        using var connection = await RawConnection.OpenAsync(server.Port);
        Assert.StartsWith("-NOAUTH", await connection.AskAsync("PING"), StringComparison.Ordinal);
        Assert.StartsWith("-WRONGPASS", await connection.AskAsync("AUTH wrong"), StringComparison.Ordinal);
        Assert.Equal("+OK", await connection.AskAsync("AUTH p@ss/word"));
        Assert.Equal("PONG", await server.CommandAsync("PING"));
        Assert.Equal($"redis://:p%40ss%2Fword@127.0.0.1:{server.Port}/3", server.Url(database: 3));
        Assert.Equal($"redis://me:x@127.0.0.1:{server.Port}", server.Url(user: "me", password: "x"));
    }

    [Fact]
    public async Task Tls_holds_for_the_names_of_the_certificate_and_its_authority_only()
    {
        await using var server = await RedisServerFixture.StartAsync(new() { Tls = true });
        using (var connection = await RawConnection.OpenAsync(server.Port))
        {
            await connection.StartTlsAsync("localhost", server.Authority!.Certificate);
            Assert.Equal("+PONG", await connection.AskAsync("PING"));
        }

        using (var connection = await RawConnection.OpenAsync(server.Port))
        {
            await connection.StartTlsAsync("127.0.0.1", server.Authority.Certificate);
        }

        using (var connection = await RawConnection.OpenAsync(server.Port))
        {
            await Assert.ThrowsAsync<AuthenticationException>(
                () => connection.StartTlsAsync("other.example", server.Authority.Certificate));
        }

        using var stranger = new TestAuthority();
        using (var connection = await RawConnection.OpenAsync(server.Port))
        {
            await Assert.ThrowsAsync<AuthenticationException>(
                () => connection.StartTlsAsync("localhost", stranger.Certificate));
        }

        Assert.Equal("PONG", await server.CommandAsync("PING"));
        Assert.Equal($"rediss://localhost:{server.Port}", server.Url(host: "localhost"));
    }

    [Fact]
    public async Task A_server_can_stand_under_a_wrong_name()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Tls = true, CertificateNames = ["other.example"] });
        using var wrong = await RawConnection.OpenAsync(server.Port);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => wrong.StartTlsAsync("localhost", server.Authority!.Certificate));
        using var right = await RawConnection.OpenAsync(server.Port);
        await right.StartTlsAsync("other.example", server.Authority!.Certificate);
    }

    [Fact]
    public async Task A_certificate_can_be_out_of_date()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Tls = true, CertificateIsExpired = true });
        using var connection = await RawConnection.OpenAsync(server.Port);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => connection.StartTlsAsync("localhost", server.Authority!.Certificate));
    }

    [Fact]
    public async Task A_server_can_ask_for_the_certificate_of_its_client()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Tls = true, RequireClientCertificate = true });
        Assert.Equal("PONG", await server.CommandAsync("PING"));

        using var own = server.Authority!.Issue(["me"]);
        using var known = await RawConnection.OpenAsync(server.Port);
        await known.StartTlsAsync("localhost", server.Authority.Certificate, own);
        Assert.Equal("+PONG", await known.AskAsync("PING"));

        using var unknown = await RawConnection.OpenAsync(server.Port);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // In TLS 1.3 the client's part of the handshake is over before the server refuses it.
            await unknown.StartTlsAsync("localhost", server.Authority.Certificate);
            await unknown.AskAsync("PING");
        });
    }

    [Fact]
    public async Task A_killed_server_is_gone_and_comes_back_empty_on_its_port()
    {
        await using var server = await RedisServerFixture.StartAsync();
        await server.CommandAsync("SET", "a", "1");
        using var connection = await RawConnection.OpenAsync(server.Port);
        Assert.Equal("+PONG", await connection.AskAsync("PING"));
        var port = server.Port;

        await server.KillAsync();
        Assert.False(server.IsRunning);
        Assert.Equal(0, await connection.ReadSomeAsync(new byte[1]));
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(port));

        await server.RestartAsync();
        Assert.Equal(port, server.Port);
        Assert.Equal("0", await server.CommandAsync("EXISTS", "a"));
    }

    [Fact]
    public async Task A_server_that_writes_every_command_down_comes_back_with_its_data()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { AppendOnly = true, Arguments = ["--appendfsync", "always"] });
        await server.CommandAsync("SET", "a", "1");
        await server.RestartAsync();
        Assert.Equal("1", await server.CommandAsync("GET", "a"));
    }

    [Fact]
    public async Task A_paused_server_takes_connections_and_answers_when_it_goes_on()
    {
        await using var server = await RedisServerFixture.StartAsync();
        using var before = await RawConnection.OpenAsync(server.Port);
        Assert.Equal("+PONG", await before.AskAsync("PING"));

        server.Pause();
        using var during = await RawConnection.OpenAsync(server.Port);
        await before.SendAsync("PING\r\n");
        await during.SendAsync("PING\r\n");
        Assert.True(before.IsSilent && during.IsSilent);

        server.Resume();
        Assert.Equal("+PONG", await before.ReadLineAsync());
        Assert.Equal("+PONG", await during.ReadLineAsync());
    }

    [Fact]
    public async Task A_server_obeys_the_arguments_it_is_given()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Arguments = ["--maxmemory", "2mb", "--maxmemory-policy", "noeviction"] });
        Assert.Equal("maxmemory\n2097152", await server.CommandAsync("CONFIG", "GET", "maxmemory"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RedisServer.StartAsync(new() { Arguments = ["--no-such-option", "1"] }));
        Assert.Contains("no-such-option", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_server_is_left_behind()
    {
        var server = await RedisServerFixture.StartAsync(new() { Tls = true });
        var folder = Path.GetDirectoryName(server.AuthorityFile);
        server.Pause();
        await server.DisposeAsync();
        Assert.False(Directory.Exists(folder));
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(server.Port));
    }
}
