using Strata.Sqlite;

namespace Strata.Layers.Tests.Contract;

/// <summary>The layers that must keep the contract. A new one joins here and inherits every test.</summary>
public static class Layers
{
    public static IReadOnlyList<LayerFixture> All { get; } =
    [
        new DictionaryFixture(),
        .. Enum.GetValues<EvictionPolicy>().Select(policy => new MemoryFixture(policy)),
        new SqliteFixture("sqlite", SqliteDurability.Process),
        new SqliteFixture("sqlite (power)", SqliteDurability.Power),
        new RedisFixture("redis", new()),
        new RedisFixture("redis (TLS)", new() { Tls = true, Password = "a:b@c/d" }),
    ];

    public static TheoryData<string> Names => new(All.Select(fixture => fixture.Name));

    public static LayerFixture Named(string name) => All.Single(fixture => fixture.Name == name);
}
