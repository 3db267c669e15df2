namespace Strata.Benchmarks.Engine;

/// <summary>The contenders of one size and one kind of keys.</summary>
internal sealed class Shelf<TKey> : IDisposable
    where TKey : notnull
{
    // What a layer holds unless told otherwise; a smaller table would flatter it.
    private const int CapacityByDefault = 100_000;

    private Shelf(DrawnKeys<TKey> keys, Contender<TKey>[] contenders)
    {
        Keys = keys;
        Contenders = contenders;
    }

    /// <summary>The keys they are asked with.</summary>
    public DrawnKeys<TKey> Keys { get; }

    /// <summary>The contenders, the one that ratios refer to first.</summary>
    public Contender<TKey>[] Contenders { get; }

    /// <summary>Stores with room for at least twice the entries.</summary>
    public static Shelf<TKey> WithRoom(DrawnKeys<TKey> keys, int entries, IReadOnlyList<Operation> operations)
    {
        var capacity = Math.Max(CapacityByDefault, 2 * entries);
        Operation[] all =
        [
            Operation.Hit, Operation.Miss, Operation.GetOrLoadHit, Operation.SetExisting, Operation.SetNew,
            Operation.Mixed,
        ];
        return Make(keys, operations,
        [
            ([.. all], offers => Dictionary(offers, isBounded: true)),
            ([.. all], offers => Of(Names.Dated, new DatedDictionaryStore<TKey>(), offers)),
            ([.. all], offers => Of(Names.MemoryCache, new MemoryCacheStore<TKey>(capacity), offers)),
            ([.. all.Except([Operation.GetOrLoadHit])],
                offers => Of(Names.Layer, new LayerStore<TKey>(capacity), offers)),
            ([.. all], offers => Of(Names.OneLayer, new CacheStore<TKey>(1, capacity), offers)),
            ([Operation.Hit, Operation.Miss, Operation.GetOrLoadHit],
                offers => Of(Names.ThreeLayers, new CacheStore<TKey>(3, capacity), offers)),
            ([Operation.GetOrLoadHit],
                offers => Of(Names.ThreeLayersTryGet, new CacheStore<TKey>(3, capacity), offers, Operation.Hit)),
        ]);
    }

    /// <summary>Stores that are full, and a dictionary without a bound as the floor.</summary>
    public static Shelf<TKey> Full(DrawnKeys<TKey> keys, int entries, IReadOnlyList<Operation> operations)
    {
        Operation[] all = [Operation.MixedEvicting, Operation.EvictingInsert];
        return Make(keys, operations,
        [
            (all, offers => Dictionary(offers, isBounded: false)),
            (all, offers => Of(Names.MemoryCache, new MemoryCacheStore<TKey>(entries), offers)),
            (all, offers => Of(Names.Layer, new LayerStore<TKey>(entries), offers)),
            (all, offers => Of(Names.OneLayer, new CacheStore<TKey>(1, entries), offers)),
        ]);
    }

    /// <summary>Stores every key in every contender.</summary>
    /// <param name="beginning">Told the name of each contender before its turn.</param>
    public void Fill(Action<string> beginning)
    {
        foreach (var contender in Contenders)
        {
            beginning(contender.Name);
            foreach (var key in Keys.Stored())
            {
                contender.Set(key);
            }
        }
    }

    /// <summary>Lets go of the contenders' entries.</summary>
    public void Dispose() => Array.ForEach(Contenders, contender => contender.Dispose());

    private static Shelf<TKey> Make(
        DrawnKeys<TKey> keys,
        IReadOnlyList<Operation> operations,
        (Operation[] Offers, Func<Operation[], Contender<TKey>> Make)[] candidates) =>
        new(keys, [.. candidates.Where(c => c.Offers.Intersect(operations).Any()).Select(c => c.Make(c.Offers))]);

    private static StoreContender<TKey, DictionaryStore<TKey>> Dictionary(Operation[] offers, bool isBounded) =>
        new(Names.Dictionary, new DictionaryStore<TKey>()) { Operations = offers, IsBounded = isBounded };

    private static StoreContender<TKey, TStore> Of<TStore>(
        string name, TStore store, Operation[] offers, Operation? always = null)
        where TStore : struct, IStore<TKey> => new(name, store) { Operations = offers, Always = always };
}
