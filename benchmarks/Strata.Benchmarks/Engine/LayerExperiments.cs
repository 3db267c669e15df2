namespace Strata.Benchmarks.Engine;

/// <summary>The measurements of stacked layers: a new one is a row here.</summary>
internal static class LayerExperiments
{
    private static readonly EntryOptions FirstOnly =
        new() { Ttl = Held.Ttl, WritePolicy = WritePolicy.FirstLayerOnly };

    public static readonly IReadOnlyList<LayerExperiment> All =
    [
        new("get, first-layer hit", 169, 1, 2, GetAsync) { IsForSlowLayers = true },
        new("get, second-layer hit, no promotion", 141, 1, 2, GetAsync)
            { FilledFrom = 1, Promotes = false, IsForSlowLayers = true },
        new("get, second-layer hit, promoted", 120, 1, 2, GetAsync) { FilledFrom = 1, IsForSlowLayers = true },
        new("get, miss in all", 162, 2, 2, GetMissingAsync) { IsForSlowLayers = true },
        new("get many (10)", 826, 7, 2, GetManyAsync) { IsForSlowLayers = true },
        new("exists", 137, 1, 2, ContainsAsync),
        new("set, write-through 3 layers", 707, 7, 3, SetAsync),
        new("set, first layer only", 285, 4, 3, SetFirstAsync),
        new("set, write-through 2 layers", double.NaN, null, 2, SetAsync) { IsForSlowLayers = true },
        new("delete, 2 layers", 566, 0, 2, RemoveAsync) { Removes = true, IsForSlowLayers = true },
        new("set many (10)", 2_050, 8, 2, SetManyAsync) { IsForSlowLayers = true },
        new("delete many (10)", 3_018, null, 2, RemoveManyAsync) { Removes = true, IsForSlowLayers = true },
        new("mixed 80/10/10", 163, null, 2, MixedAsync),
        new("mixed 80/10/10, parallel", 301, null, 2, MixedAsync) { IsParallel = true },
        new("value in the deepest of 2", 122, null, 2, GetAsync) { FilledFrom = 1, Promotes = false },
        new("value in the deepest of 3", 149, null, 3, GetAsync) { FilledFrom = 2, Promotes = false },
        new("value in the deepest of 4", 162, null, 4, GetAsync) { FilledFrom = 3, Promotes = false },
        new("parallel get", 144, null, 2, GetAsync) { IsParallel = true },
        new("parallel set", 650, null, 2, SetAsync) { IsParallel = true },
        new("single layer, get", 61.8, null, 1, GetFromLayerAsync),
        new("single layer, set", 155, null, 1, SetInLayerAsync),
        new("single layer, delete", 60, null, 1, RemoveFromLayerAsync) { Removes = true },
    ];

    private static async Task GetAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect((await stack.Cache.GetAsync(At(stack.Keys, i)).ConfigureAwait(false)).Found);
        }
    }

    private static async Task GetMissingAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect(!(await stack.Cache.GetAsync(At(stack.Missing, i)).ConfigureAwait(false)).Found);
        }
    }

    private static async Task GetManyAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var found = await stack.Cache.GetManyAsync(At(stack.Tens, i)).ConfigureAwait(false);
            Expect(found.Count == LayerCost.Batch);
        }
    }

    private static async Task ContainsAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect(await stack.Cache.ContainsAsync(At(stack.Keys, i)).ConfigureAwait(false));
        }
    }

    private static async Task SetAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect((await stack.Cache.SetAsync(At(stack.Keys, i), Held.Value).ConfigureAwait(false)).IsDone);
        }
    }

    private static async Task SetFirstAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var result = await stack.Cache.SetAsync(At(stack.Keys, i), Held.Value, FirstOnly).ConfigureAwait(false);
            Expect(result.IsDone);
        }
    }

    private static async Task RemoveAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect((await stack.Cache.RemoveAsync(At(stack.Keys, i)).ConfigureAwait(false)).Existed);
        }
    }

    private static async Task SetManyAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var results = await stack.Cache.SetManyAsync(At(stack.Values, i)).ConfigureAwait(false);
            Expect(results.Count == LayerCost.Batch);
        }
    }

    private static async Task RemoveManyAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var results = await stack.Cache.RemoveManyAsync(At(stack.Tens, i)).ConfigureAwait(false);
            Expect(results.Count == LayerCost.Batch);
        }
    }

    private static async Task MixedAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var key = At(stack.Keys, i * 7);
            switch (i % 10)
            {
                case 0:
                    await stack.Cache.SetAsync(key, Held.Value).ConfigureAwait(false);
                    break;
                case 1:
                    await stack.Cache.RemoveAsync(key).ConfigureAwait(false);
                    break;
                default:
                    await stack.Cache.GetAsync(key).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static async Task GetFromLayerAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect((await stack.First.GetAsync(At(stack.Keys, i), default).ConfigureAwait(false)).Found);
        }
    }

    private static async Task SetInLayerAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await stack.First.SetAsync(At(stack.Keys, i), stack.Entry, default).ConfigureAwait(false);
        }
    }

    private static async Task RemoveFromLayerAsync(LayerStack stack, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            Expect(await stack.First.RemoveAsync(At(stack.Keys, i), default).ConfigureAwait(false));
        }
    }

    private static T At<T>(T[] items, int i) => items[i % items.Length];

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The answer is not the expected one.");
        }
    }
}
