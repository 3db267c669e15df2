using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Tests.House;

/// <summary>The rules of CONTRIBUTING.md that a machine can hold us to.</summary>
public sealed class TidyTests
{
    // A path of the machine where something was made; written so that this file does not hold one.
    private static readonly Regex WorkplacePath = new(@"(?<![\w./~*-])/(wor[k]|roo[t])/[\w.]");

    [Fact]
    public void Source_files_keep_the_shape_of_the_house() => Faults.None(
        Repository.Files
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal)
                || f.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(f => SourceRules.Check(f, Repository.Read(f))),
        "Put the shape right; CONTRIBUTING.md says why these rules are kept.");

    [Fact]
    public void No_path_of_somebodys_machine_is_kept() => Faults.None(
        Repository.Files.SelectMany(f => ReadIfText(f).Split('\n')
            .Select((line, i) => (Line: line, Number: i + 1))
            .Where(l => WorkplacePath.IsMatch(l.Line))
            .Select(l => $"{f}:{l.Number}: {WorkplacePath.Match(l.Line).Value}…")),
        "Write a path relative to the repository, or an invented one.");

    [Theory]
    [InlineData("src/A/B.cs", "a\tb")]
    [InlineData("src/A/B.cs", "// TO" + "DO: more")]
    [InlineData("src/A/B.cs", "#regi" + "on Fields")]
    [InlineData("tests/A/B.cs", "    [Fact(Ski" + "p = \"later\")]")]
    [InlineData("tests/A/B.cs", "    [Theory(DisplayName = \"x\", Ski" + "p = \"later\")]")]
    [InlineData("src/A/B.cs", "internal sealed partial class B")]
    [InlineData("src/A/B.cs", "internal static class CacheHelper")]
    [InlineData("src/A/B.cs", "    private readonly record struct EntryInfo(int A);")]
    [InlineData("src/A/B.cs", "public sealed class C<T> : D")]
    [InlineData("src/A/B.cs", "public delegate Task<int> C(int a);")]
    [InlineData("src/A/B.cs", "public class B { }\npublic enum C")]
    [InlineData("src/A/Utils/B.cs", "public class B { }")]
    [InlineData("src/Core/A/B.cs", "public class B { }")]
    public void A_fault_in_a_file_is_found(string path, string text) =>
        Assert.Single(SourceRules.Check(path, text));

    [Fact]
    public void A_line_or_a_file_that_is_too_long_is_found()
    {
        Assert.Single(SourceRules.Check("src/A/B.cs", new string('a', SourceRules.ColumnsMax + 1)));
        Assert.Single(SourceRules.Check("src/A/B.cs", new string('\n', SourceRules.LinesMax)));
    }

    [Theory]
    [InlineData("src/A/B.cs", "public sealed class B<TKey, TValue>\n    where TKey : notnull\n{\n}\n")]
    [InlineData("src/A/B.cs", "public class B;\npublic class B<T>;\ninternal enum C")]
    [InlineData("src/A/B.cs", "internal sealed partial class B\n    [GeneratedRegex(\"x\")]")]
    [InlineData("src/A/B.cs", "/// <summary>A partial write, todos and hackers; the data of a record data</summary>")]
    [InlineData("src/A/B.cs", "public delegate ValueTask<TValue> B<TKey, TValue>(TKey key);")]
    public void A_good_file_has_no_fault(string path, string text) =>
        Assert.Empty(SourceRules.Check(path, text));

    [Theory]
    [InlineData("built in /wor" + "k/strata", true)]
    [InlineData("\"/roo" + "t/.nuget\"", true)]
    [InlineData("https://example.org/work/a and src/work/b and ~/work/c", false)]
    public void A_machines_path_is_told_from_others(string line, bool isOne) =>
        Assert.Equal(isOne, WorkplacePath.IsMatch(line));

    private static string ReadIfText(string file)
    {
        var bytes = File.ReadAllBytes(Repository.FullPath(file));
        return bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0) ? "" : Encoding.UTF8.GetString(bytes);
    }
}
