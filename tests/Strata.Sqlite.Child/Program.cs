using System.Globalization;
using Strata;
using Strata.Sqlite;
using Strata.Sqlite.Child;

Console.Out.NewLine = "\n";
return args switch
{
    ["library"] => await ShowLibraryAsync(),
    ["write", var path, var seed, var durability] =>
        await WriteAsync(path, int.Parse(seed, CultureInfo.InvariantCulture), Enum.Parse<SqliteDurability>(durability)),
    ["share", var path, var name, var count] =>
        await ShareAsync(path, name, int.Parse(count, CultureInfo.InvariantCulture)),
    _ => 2,
};

// Proves that the library loaded works, whichever it is.
static async Task<int> ShowLibraryAsync()
{
    var folder = Directory.CreateTempSubdirectory("strata-child-");
    try
    {
        await using (var layer = new SqliteLayer<string, string?>(Path.Combine(folder.FullName, "layer.db")))
        {
            await layer.SetAsync("a", new Entry<string?>("works", Deadline.Never, 0), default);
            await layer.RemoveAsync("none", default);
            Console.WriteLine((await layer.GetAsync("a", default)).Value);
        }

        Console.WriteLine($"{SqliteLibrary.Origin} {SqliteLibrary.Version}");
        return 0;
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

// Writes until killed; every line on standard output acknowledges one step more.
static async Task<int> WriteAsync(string path, int seed, SqliteDurability durability)
{
    Console.WriteLine("opening");
    await using var layer = new SqliteLayer<int, byte[]>(path, new() { Durability = durability });
    var done = 0;
    foreach (var step in Steps.From(seed))
    {
        await ApplyAsync(layer, step);
        Console.WriteLine(++done);
    }

    return 0;
}

static async Task ApplyAsync(SqliteLayer<int, byte[]> layer, Step step)
{
    if (!step.IsBatch)
    {
        var (key, value) = step.Changes[0];
        if (value is null)
        {
            await layer.RemoveAsync(key, default);
        }
        else
        {
            await layer.SetAsync(key, new Entry<byte[]>(value, Deadline.Never, 0), default);
        }

        return;
    }

    var failures = new Exception?[step.Changes.Count];
    if (step.Changes[0].Value is null)
    {
        int[] keys = [.. step.Changes.Select(change => change.Key)];
        await layer.RemoveManyAsync(keys, new bool[keys.Length], failures, default);
    }
    else
    {
        var entries = step.Changes
            .Select(change => KeyValuePair.Create(change.Key, new Entry<byte[]>(change.Value!, Deadline.Never, 0)))
            .ToArray();
        await layer.SetManyAsync(entries, failures, default);
    }

    if (Array.Find(failures, failure => failure is not null) is { } first)
    {
        throw first;
    }
}

// Writes entries of its own and reads them back while another process does the same on the same file.
static async Task<int> ShareAsync(string path, string name, int count)
{
    await using var layer = new SqliteLayer<string, string?>(path);
    for (var i = 0; i < count; i++)
    {
        await layer.SetAsync($"{name} {i}", new Entry<string?>($"{i}", Deadline.Never, 0), default);
        if ((await layer.GetAsync($"{name} {i}", default)).Value != $"{i}")
        {
            return 1;
        }
    }

    Console.WriteLine("done");
    return 0;
}
