#:project ../src/Strata/Strata.csproj
#:property PublishAot=false

// A layer of one's own, a folder with one file an entry: dotnet run samples/custom-layer.cs
using System.Globalization;
using System.Text;
using Strata;

var folder = Directory.CreateTempSubdirectory("strata-sample-").FullName;
try
{
    var failures = 0;
    await using var cache = new Cache<string, string>(new CacheOptions<string, string>
    {
        Layers = [new MemoryLayer<string, string>(), new FolderLayer(folder, TimeProvider.System)],
        EntryDefaults = new EntryOptions { Ttl = TimeSpan.FromMinutes(10), TtlJitterRatio = 0.2 },
        WritePolicy = WritePolicy.Any,
        LayerFailed = failure => Console.WriteLine($"{failure.Kind}: {failure.Operation} ({++failures})"),
    });

    Console.WriteLine(await cache.SetAsync("greeting", "hello"));
    Console.WriteLine(await cache.GetFromAsync("folder", "greeting"));

    // The disk is gone. Memory goes on, the failure is reported, and nothing is called a miss that is none.
    Directory.Delete(folder, recursive: true);
    Console.WriteLine(await cache.SetAsync("greeting", "hello again"));
    Console.WriteLine((await cache.GetAsync("greeting")).Value);
    Console.WriteLine((await cache.GetAsync("unheard of")).Status);
}
finally
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A layer that keeps each entry in a file: what is known of it in the first line, then the text.</summary>
internal sealed class FolderLayer(string folder, TimeProvider clock) : ILayer<string, string>
{
    // Two writers of one file would meet; a real layer lets its store decide, or locks by key.
    private readonly Lock _turn = new();
    private bool _disposed;

    public string Name => "folder";

    public LayerTraits Traits => LayerTraits.Durable;

    public ValueTask<Lookup<string>> GetAsync(string key, CancellationToken cancellationToken) =>
        Do("get", () =>
        {
            if (!File.Exists(PathOf(key)))
            {
                return Lookup<string>.Miss;
            }

            var parts = File.ReadAllText(PathOf(key)).Split('\n', 2);
            var facts = parts[0].Split(' ');
            var entry = new Entry<string>(
                parts[1],
                new Deadline(long.Parse(facts[0], CultureInfo.InvariantCulture)),
                long.Parse(facts[1], CultureInfo.InvariantCulture),
                int.Parse(facts[2], CultureInfo.InvariantCulture),
                Enum.Parse<EntryPriority>(facts[3]));
            return entry.Deadline.HasCome(clock.NowMs()) ? Lookup<string>.Miss : Lookup<string>.Hit(entry);
        }, cancellationToken);

    public async ValueTask SetAsync(string key, Entry<string> entry, CancellationToken cancellationToken) =>
        await Do("set", () =>
        {
            var facts = $"{entry.Deadline.UnixMs} {entry.CreatedUnixMs} {entry.Weight} {entry.Priority}";
            File.WriteAllText(PathOf(key), $"{facts}\n{entry.Value}");
            return true;
        }, cancellationToken);

    public async ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var held = await GetAsync(key, cancellationToken);
        return await Do("remove", () =>
        {
            File.Delete(PathOf(key));
            return held.Found;
        }, cancellationToken);
    }

    public async ValueTask ClearAsync(CancellationToken cancellationToken) =>
        await Do("clear", () =>
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                File.Delete(file);
            }

            return true;
        }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    // What the outside throws becomes a LayerException with a kind: the cache decides by it, people read it.
    private ValueTask<T> Do<T>(string operation, Func<T> act, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_turn)
        {
            try
            {
                return Directory.Exists(folder)
                    ? new(act())
                    : throw new DirectoryNotFoundException("the folder is gone");
            }
            catch (IOException failure)
            {
                throw new LayerException(Name, operation, FailureKind.Transient, failure.Message, failure);
            }
        }
    }

    private string PathOf(string key) => Path.Combine(folder, Convert.ToHexString(Encoding.UTF8.GetBytes(key)));
}
