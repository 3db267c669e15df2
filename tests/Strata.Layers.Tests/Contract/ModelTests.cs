namespace Strata.Layers.Tests.Contract;

/// <summary>Random operations on a layer and on a plain dictionary, compared after each.</summary>
public sealed class ModelTests(ITestOutputHelper output) : LayerTest
{
    private const int Keys = 24;
    private const int Steps = 1_500;

    private readonly Dictionary<int, Entry<byte[]>> _model = [];

    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task A_layer_answers_as_a_dictionary_does(string name)
    {
        var layer = Bytes(name);
        var random = new Random(Seed.Next(output.WriteLine));
        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(layer, random);
            await CompareAsync(layer, random.Next(Keys));
        }

        for (var key = 0; key < Keys; key++)
        {
            await CompareAsync(layer, key);
        }
    }

    private async Task StepAsync(ILayer<int, byte[]> layer, Random random)
    {
        var key = random.Next(Keys);
        switch (random.Next(100))
        {
            case < 40:
                var entry = RandomEntry(random);
                await layer.SetAsync(key, entry, default);
                _model[key] = entry;
                break;
            case < 60:
                Assert.Equal(RemoveFromModel(key), await layer.RemoveAsync(key, default));
                break;
            case < 70:
                var entries = Enumerable.Range(0, random.Next(6))
                    .Select(_ => KeyValuePair.Create(random.Next(Keys), RandomEntry(random)))
                    .ToArray();
                await layer.SetManyAsync(entries, new Exception?[entries.Length], default);
                foreach (var (one, its) in entries)
                {
                    _model[one] = its;
                }

                break;
            case < 78:
                int[] keys = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(Keys))];
                var existed = new bool[keys.Length];
                await layer.RemoveManyAsync(keys, existed, new Exception?[keys.Length], default);
                Assert.Equal(keys.Select(RemoveFromModel).ToArray(), existed);
                break;
            case < 98:
                Clock.AdvanceMs(random.Next(4));
                break;
            default:
                await layer.ClearAsync(default);
                _model.Clear();
                break;
        }
    }

    private async Task CompareAsync(ILayer<int, byte[]> layer, int key)
    {
        var found = await layer.GetAsync(key, default);
        Assert.Equal(IsValid(key), found.Found);
        Assert.Equal(IsValid(key), await layer.ContainsAsync(key, default));
        if (found.Found)
        {
            var expected = _model[key];
            Assert.Equal(expected.Value, found.Value);
            Assert.Equal(expected.Deadline, found.Entry.Deadline);
            Assert.Equal(expected.CreatedUnixMs, found.Entry.CreatedUnixMs);
            Assert.Equal(expected.Weight, found.Entry.Weight);
            Assert.Equal(expected.Priority, found.Entry.Priority);
        }
    }

    private Entry<byte[]> RandomEntry(Random random)
    {
        var value = new byte[random.Next(8) == 0 ? random.Next(10_000) : random.Next(50)];
        random.NextBytes(value);
        var deadline = random.Next(3) == 0 ? Deadline.Never : new Deadline(Clock.NowUnixMs + random.Next(-1, 40));
        return new Entry<byte[]>(
            value, deadline, random.NextInt64(), random.Next(1, int.MaxValue), (EntryPriority)random.Next(3));
    }

    private bool IsValid(int key) =>
        _model.TryGetValue(key, out var entry) && !entry.Deadline.HasCome(Clock.NowUnixMs);

    private bool RemoveFromModel(int key)
    {
        var wasValid = IsValid(key);
        _model.Remove(key);
        return wasValid;
    }
}
