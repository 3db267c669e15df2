namespace Strata.Sqlite.Child;

/// <summary>The endless list of operations that follows from a seed, the same in the writer and in its judge.</summary>
public static class Steps
{
    /// <summary>Keys run from 0 to one less than this.</summary>
    public const int Keys = 300;

    public static IEnumerable<Step> From(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            yield return random.Next(10) switch
            {
                < 5 => new Step(false, [new(random.Next(Keys), Value(random))]),
                < 8 => new Step(false, [new(random.Next(Keys), null)]),
                var kind => Batch(random, removes: kind == 8),
            };
        }
    }

    private static Step Batch(Random random, bool removes)
    {
        var first = random.Next(Keys);
        var changes = Enumerable.Range(0, random.Next(2, 30))
            .Select(i => KeyValuePair.Create((first + i) % Keys, removes ? null : Value(random)));
        return new Step(true, [.. changes]);
    }

    private static byte[] Value(Random random)
    {
        var value = new byte[random.Next(10) == 0 ? random.Next(20_000) : random.Next(500)];
        random.NextBytes(value);
        return value;
    }
}
