using Strata.Lab.Databases;
using Strata.Testing;

[assembly: AssemblyFixture(typeof(Strata.Lab.Tests.Databases.SqliteMadeFile))]

namespace Strata.Lab.Tests.Databases;

/// <summary>A SQLite flight database made once, for tests to copy.</summary>
public sealed class SqliteMadeFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _path;

    public SqliteMadeFile() => _path = new(MakeAsync);

    public async Task CopyToAsync(string path) => File.Copy(await _path.Value, path);

    public void Dispose() => _folder.Dispose();

    private async Task<string> MakeAsync()
    {
        var path = _folder.File("made.db");
        await using var database = FlightDatabases.Open(
            $"sqlite:{path}", _folder.Path, GeneratedFlights.Seed, TimeProvider.System);
        await database.PrepareAsync(null, CancellationToken.None);
        return path;
    }
}
