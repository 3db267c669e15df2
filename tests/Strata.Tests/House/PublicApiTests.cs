using System.Reflection;

namespace Strata.Tests.House;

/// <summary>The public API of each library is the one somebody approved: the text in docs/api/.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. Repository.Projects("src").Where(IsLibrary)
        .Select(Repository.NameOf)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_api_is_the_approved_one(string library)
    {
        var file = $"docs/api/{library}.txt";
        var actual = PublicApi.Of(Load(library));
        if (Environment.GetEnvironmentVariable("STRATA_APPROVE") == "1")
        {
            Directory.CreateDirectory(Repository.FullPath("docs/api"));
            File.WriteAllText(Repository.FullPath(file), actual);
            return;
        }

        var approved = Repository.Exists(file) ? Repository.Read(file).ReplaceLineEndings("\n") : "";
        Faults.None(
            Differences(approved, actual),
            $"The public API of {library} changed. If that is meant, run 'make approve', read the difference in"
            + $" {file}, and add a line to CHANGELOG.md; if not, make the type or member internal.");
    }

    [Fact]
    public void Every_approved_text_belongs_to_a_library() => Faults.None(
        Repository.Files.Where(f => f.StartsWith("docs/api/", StringComparison.Ordinal))
            .Except(Repository.Projects("src").Where(IsLibrary).Select(p => $"docs/api/{Repository.NameOf(p)}.txt")),
        "Delete the file: its library is gone.");

    [Fact]
    public void The_text_shows_what_a_user_can_name() => Assert.Equal(
        """
        public abstract class Strata.Tests.House.PublicApiSample<TKey, TValue> : IDisposable where TKey : notnull
            const int Limit = 3
            protected PublicApiSample(TKey? key, TimeSpan? ttl = null, CancellationToken token = default)
            protected abstract IReadOnlyDictionary<string, TValue?>? Found { get; }
            required string Name { get; init; }
            event EventHandler? Changed
            bool TryFind(in TKey key, out (int, string?) found)
            override string ToString()
            sealed override bool Equals(object? obj)
            sealed override int GetHashCode()
            static T[]? Make<T>(StringComparison how = StringComparison.Ordinal) where T : unmanaged
            static void Take<T>(T one, params string?[] names) where T : class?, IDisposable, new()
            virtual void Dispose()

        public enum Strata.Tests.House.PublicApiSample<TKey, TValue>.Choice : byte
            None = 0
            Some = 4

        """.ReplaceLineEndings("\n"),
        PublicApi.Of([typeof(PublicApiSample<,>), typeof(PublicApiSample<,>.Choice)]));

    [Fact]
    public void A_changed_line_is_shown_under_its_type() => Assert.Equal(
        ["- A: b", "+ A: c"],
        Differences("A\n    b\nB\n    c\n", "A\n    c\nB\n    c\n"));

    private static bool IsLibrary(string project)
    {
        var settings = Repository.ReadXml(project).Descendants().ToLookup(e => e.Name.LocalName, e => e.Value);
        return !settings["OutputType"].Contains("Exe") && !settings["IsPackable"].Contains("false");
    }

    private static Assembly Load(string library)
    {
        try
        {
            return Assembly.Load(library);
        }
        catch (FileNotFoundException)
        {
            Assert.Fail($"Add a ProjectReference to {library} to tests/Strata.Tests/Strata.Tests.csproj.");
            throw;
        }
    }

    private static List<string> Differences(string approved, string actual)
    {
        var before = WithTheirType(approved);
        var after = WithTheirType(actual);
        List<string> all =
        [
            .. before.Except(after).Select(line => "- " + line),
            .. after.Except(before).Select(line => "+ " + line),
        ];
        return all.Count == 0 && approved != actual ? ["! the same lines in another order"] : all;
    }

    private static List<string> WithTheirType(string text)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line;
            lines.Add(line.StartsWith(' ') ? $"{type}: {line.Trim()}" : line);
        }

        return lines;
    }
}
