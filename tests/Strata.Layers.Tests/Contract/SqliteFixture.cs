using Strata.Sqlite;

namespace Strata.Layers.Tests.Contract;

internal sealed class SqliteFixture(string name, SqliteDurability durability) : LayerFixture(name)
{
    protected override ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder) =>
        new SqliteLayer<TKey, TValue>(
            folder.File("layer.db"), new() { Durability = durability, TimeProvider = clock });
}
