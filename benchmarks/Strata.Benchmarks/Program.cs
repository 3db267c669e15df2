using Strata.Benchmarks;

// A new measurement is one row here.
(string Name, string What, Func<Task> Run)[] measurements =
[
    ("lab", "what the lab itself costs an operation, with a target that does nothing", LabCost.MeasureAsync),
    ("sqlite", "gets and sets of the SQLite layer, beside Microsoft.Data.Sqlite", SqliteCost.MeasureAsync),
    ("core", "a memory hit, alone and through caches of one to three layers, beside ConcurrentDictionary", CoreCost.MeasureAsync),
];

if (args is [var name] && Array.Find(measurements, m => m.Name == name) is { Run: { } run })
{
    await run().ConfigureAwait(false);
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"bench: '{string.Join(' ', args)}' cannot be measured; these can:");
}

foreach (var (known, what, _) in measurements)
{
    Console.WriteLine($"  ./bench {known,-6} {what}");
}

return args.Length == 0 ? 0 : 2;
