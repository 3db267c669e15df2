#:project ../src/Strata/Strata.csproj
#:project ../src/Strata.Sqlite/Strata.Sqlite.csproj
#:property PublishAot=false

// A cache in front of a slow source, in memory and in a file: dotnet run samples/cache-aside.cs
using Strata;
using Strata.Sqlite;

var source = new QuoteSource();
File.Delete("quotes.db");

await using (var cache = new Cache<int, Quote>(
    new MemoryLayer<int, Quote>(),
    new SqliteLayer<int, Quote>("quotes.db")))
{
    var quote = await cache.GetOrLoadAsync(42, (id, token) => source.FindAsync(id, token));
    Console.WriteLine($"loaded: {quote}");

    quote = await cache.GetOrLoadAsync(42, (id, token) => source.FindAsync(id, token));
    Console.WriteLine($"again: {quote}, after {source.Questions} question to the source");

    var written = await cache.SetAsync(42, quote with { Price = 12.80m }, TimeSpan.FromMinutes(10));
    Console.WriteLine($"written: {written}");

    // Ten callers who miss at once wait for one load.
    await Task.WhenAll(Enumerable.Range(0, 10).Select(
        _ => cache.GetOrLoadAsync(7, (id, token) => source.FindAsync(id, token)).AsTask()));
    Console.WriteLine($"ten callers: {source.Questions} questions to the source in all");
}

// A second cache over the same file stands for the next start of the program: memory is empty, the file is not.
await using (var cache = new Cache<int, Quote>(
    new MemoryLayer<int, Quote>(),
    new SqliteLayer<int, Quote>("quotes.db")))
{
    var found = await cache.GetAsync(42);
    Console.WriteLine($"after a restart: {found}, {found.Value}");
    found = await cache.GetAsync(42);
    Console.WriteLine($"promoted: {found}");
    Console.WriteLine($"never stored: {await cache.GetAsync(1)}");

    await cache.RemoveAsync(42);
    var statistics = cache.Statistics;
    Console.WriteLine($"{statistics.Requests} requests, {statistics.Hits} hits, {statistics.Misses} miss");
}

File.Delete("quotes.db");

internal sealed record Quote(int Id, decimal Price);

/// <summary>Stands for a database: slow, and it counts how often it is asked.</summary>
internal sealed class QuoteSource
{
    private int _questions;

    public int Questions => _questions;

    public async ValueTask<Quote> FindAsync(int id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        return new Quote(id, 12.50m);
    }
}
