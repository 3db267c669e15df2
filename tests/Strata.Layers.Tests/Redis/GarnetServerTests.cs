using System.Net.Sockets;

namespace Strata.Layers.Tests.Redis;

/// <summary>The private Garnet server of the tests does what its methods say.</summary>
[Trait("Category", "Slow")]
public sealed class GarnetServerTests(GarnetServerFixture fixture)
{
    [Fact]
    public async Task A_server_answers_in_the_protocol_of_redis()
    {
        var server = await fixture.ServerAsync();
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync("*1\r\n$4\r\nPING\r\n");
        Assert.Equal("+PONG", await connection.ReadLineAsync());
        await connection.SendAsync("*3\r\n$4\r\nEVAL\r\n$13\r\nreturn 'lua!'\r\n$1\r\n0\r\n");
        Assert.Equal("$4", await connection.ReadLineAsync());
        Assert.Equal($"redis://127.0.0.1:{server.Port}", server.Url());
    }

    [Fact]
    public async Task A_password_is_asked_for()
    {
        await using var server = await GarnetServerFixture.StartAsync("--auth", "Password", "--password", "secret");
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync("*2\r\n$3\r\nGET\r\n$1\r\na\r\n");
        Assert.StartsWith("-NOAUTH", await connection.ReadLineAsync(), StringComparison.Ordinal);
        await connection.SendAsync("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n");
        Assert.Equal("+OK", await connection.ReadLineAsync());
    }

    [Fact]
    public async Task A_killed_server_is_gone_and_comes_back_on_its_port()
    {
        await using var server = await GarnetServerFixture.StartAsync();
        await server.KillAsync();
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(server.Port));
        await server.RestartAsync();
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync("*1\r\n$4\r\nPING\r\n");
        Assert.Equal("+PONG", await connection.ReadLineAsync());
    }
}
