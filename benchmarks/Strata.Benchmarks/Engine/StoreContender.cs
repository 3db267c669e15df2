namespace Strata.Benchmarks.Engine;

/// <summary>A contender whose loops are compiled for its store.</summary>
internal sealed class StoreContender<TKey, TStore>(string name, TStore store) : Contender<TKey>(name)
    where TKey : notnull
    where TStore : struct, IStore<TKey>
{
    private TStore _store = store;

    public override void Run(Operation operation, DrawnKeys<TKey> keys, int thread, int from, int count)
    {
        ref var store = ref _store;
        switch (operation)
        {
            case Operation.Hit:
                Expect(count, BatchLoop<TKey, TStore>.TryGet(ref store, keys.Asked, from, count));
                break;
            case Operation.Miss:
                Expect(0, BatchLoop<TKey, TStore>.TryGet(ref store, keys.Missing, from, count));
                break;
            case Operation.GetOrLoadHit:
                Expect(count, BatchLoop<TKey, TStore>.GetOrLoad(ref store, keys.Asked, from, count));
                break;
            case Operation.SetExisting:
                BatchLoop<TKey, TStore>.Set(ref store, keys.Asked, from, count);
                break;
            case Operation.SetNew or Operation.EvictingInsert:
                BatchLoop<TKey, TStore>.Set(ref store, keys.Fresh(thread), 0, count);
                break;
            case Operation.Mixed:
                BatchLoop<TKey, TStore>.Mixed(ref store, keys.Asked, keys.Choices, from, count);
                break;
            case Operation.MixedEvicting:
                BatchLoop<TKey, TStore>.Mixed(ref store, keys.AskedWide, keys.Choices, from, count);
                break;
        }
    }

    public override void Set(TKey key) => _store.Set(key);

    public override void Remove(TKey key) => _store.Remove(key);

    public override void Dispose() => _store.Dispose();

    private void Expect(int expected, int found)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"{Name} found {found} keys where {expected} were to be found.");
        }
    }
}
