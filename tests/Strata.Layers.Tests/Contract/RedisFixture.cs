using System.Security.Cryptography.X509Certificates;
using Strata.Layers.Tests.Redis;
using Strata.Redis;

namespace Strata.Layers.Tests.Contract;

/// <summary>A layer on a server of the fixture's own; each layer has a prefix of its own.</summary>
internal sealed class RedisFixture(string name, RedisServerOptions server) : LayerFixture(name)
{
    private static int _prefixes;

    // Started by the first test that opens a layer; ends with the process.
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServerFixture.StartAsync(server));

    protected override ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder)
    {
        var started = _server.Value.GetAwaiter().GetResult();
        return new RedisLayer<TKey, TValue>(started.Url(), new()
        {
            KeyPrefix = $"contract[{Interlocked.Increment(ref _prefixes)}]*:",
            TimeProvider = clock,
            TtlSlack = TimeSpan.FromHours(1),
            CertificateCheck = (_, certificate, _, _) => certificate is X509Certificate2 shown
                && started.Authority is { } authority && shown.Issuer == authority.Certificate.Subject,
        });
    }
}
