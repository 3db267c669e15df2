namespace Strata.Benchmarks.Engine;

/// <summary>
/// The loops that are timed, one compilation for each store: the same shape for all, and inside them nothing but
/// the store's own call.
/// </summary>
internal static class BatchLoop<TKey, TStore>
    where TKey : notnull
    where TStore : struct, IStore<TKey>
{
    /// <summary>How many of the keys were found.</summary>
    public static int TryGet(ref TStore store, TKey[] keys, int from, int count)
    {
        var found = 0;
        var last = keys.Length - 1;
        for (var i = from; i < from + count; i++)
        {
            if (store.TryGet(keys[i & last]))
            {
                found++;
            }
        }

        return found;
    }

    /// <summary>How many of the keys gave a value.</summary>
    public static int GetOrLoad(ref TStore store, TKey[] keys, int from, int count)
    {
        var found = 0;
        var last = keys.Length - 1;
        for (var i = from; i < from + count; i++)
        {
            if (store.GetOrLoad(keys[i & last]))
            {
                found++;
            }
        }

        return found;
    }

    /// <summary>Sets each of the keys.</summary>
    public static int Set(ref TStore store, TKey[] keys, int from, int count)
    {
        var last = keys.Length - 1;
        for (var i = from; i < from + count; i++)
        {
            store.Set(keys[i & last]);
        }

        return count;
    }

    /// <summary>Gets, sets or removes, as a row of drawn numbers from 0 to 9 says.</summary>
    public static int Mixed(ref TStore store, TKey[] keys, byte[] choices, int from, int count)
    {
        var found = 0;
        var last = keys.Length - 1;
        var lastChoice = choices.Length - 1;
        for (var i = from; i < from + count; i++)
        {
            var key = keys[i & last];
            switch (choices[i & lastChoice])
            {
                case 0:
                    store.Set(key);
                    break;
                case 1:
                    found += store.Remove(key) ? 1 : 0;
                    break;
                default:
                    found += store.TryGet(key) ? 1 : 0;
                    break;
            }
        }

        return found;
    }
}
