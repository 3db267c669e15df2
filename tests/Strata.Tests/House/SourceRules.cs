using System.Text.RegularExpressions;

namespace Strata.Tests.House;

/// <summary>What the shape of a C# file must not be, as far as its text can tell.</summary>
internal static class SourceRules
{
    public const int ColumnsMax = 120;

    // Expected sentences and rows of test data are clearer on one line.
    public const int TestColumnsMax = 160;
    public const int LinesMax = 600;

    // Brackets keep these patterns from matching themselves.
    private static readonly Regex Unfinished = new(@"\b(TO[D]O|FI[X]ME|HA[C]K|X[X]X)\b");
    private static readonly Regex Region = new(@"^\s*#(end)?regio[n]\b");
    private static readonly Regex Skip = new(@"\[(Fact|Theory)\(([^)]*,\s*)?Ski[p]\s*=");
    private static readonly Regex Generated =
        new(@"\[(GeneratedRegex|LoggerMessage|JsonSerializable|LibraryImport|JsonSourceGenerationOptions)\b");

    private const string Modifiers =
        @"^(?<indent>\s*)(?<modifiers>((public|internal|private|protected|sealed|static|abstract|readonly|ref"
        + @"|file|unsafe|new|partial)\s+)*)";

    private static readonly Regex Partial = new(Modifiers + @"(?<=\bpartial\s+)\w");

    private static readonly Regex Declaration = new(
        Modifiers + @"((record\s+(struct|class)|record|class|struct|interface|enum)\s+"
        + @"|delegate\s+\S.*?\s)(?<name>\w+)\s*(<[^>]*>)?\s*($|[({:;\[]|where\b)");

    private static readonly Regex VagueType = new("(Manager|Helpers?|Utils?|Info|Data|Services?|Impl)$");
    private static readonly Regex VagueFolder =
        new("(^|/)(Common|Utils?|Utilities|Helpers?|Core|Infrastructure|Misc|Shared)/");

    /// <summary>The faults of a file: where, and which rule.</summary>
    /// <param name="path">Its path from the root; files under src/ obey more rules.</param>
    /// <param name="text">What it holds.</param>
    public static IEnumerable<string> Check(string path, string text)
    {
        if (VagueFolder.IsMatch(path))
        {
            yield return $"{path}: name the folder after the concept it holds";
        }

        var lines = text.Split('\n');
        var isGenerated = Generated.IsMatch(text);
        var columnsMax = path.StartsWith("tests/", StringComparison.Ordinal) ? TestColumnsMax : ColumnsMax;
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var fault in CheckLine(lines[i].TrimEnd('\r'), isGenerated, columnsMax))
            {
                yield return $"{path}:{i + 1}: {fault}";
            }
        }

        if (path.StartsWith("src/", StringComparison.Ordinal))
        {
            foreach (var fault in CheckShape(path, lines))
            {
                yield return $"{path}: {fault}";
            }
        }
    }

    private static IEnumerable<string> CheckLine(string line, bool isGenerated, int columnsMax)
    {
        if (line.Length > columnsMax)
        {
            yield return $"{line.Length} columns; {columnsMax} is the limit, 100 the aim";
        }

        if (line.Contains('\t', StringComparison.Ordinal))
        {
            yield return "a tab: indent with spaces, write \\t in strings";
        }

        if (Unfinished.IsMatch(line))
        {
            yield return "unfinished: finish it or write an issue";
        }

        if (Region.IsMatch(line))
        {
            yield return "a region: the part it hides wants to be a type";
        }

        if (Skip.IsMatch(line))
        {
            yield return "a test skipped for ever: mend or delete it; Assert.Skip says why it cannot run here";
        }

        if (!isGenerated && Partial.IsMatch(line))
        {
            yield return "a hand-written partial type: one type, one file";
        }

        if (Declaration.Match(line) is { Success: true } type && VagueType.IsMatch(type.Groups["name"].Value))
        {
            yield return $"the name {type.Groups["name"].Value} says too little: which concept is it?";
        }
    }

    private static IEnumerable<string> CheckShape(string path, string[] lines)
    {
        if (lines.Length > LinesMax)
        {
            yield return $"{lines.Length} lines; {LinesMax} is the limit: which second idea is hiding?";
        }

        var declared = lines.Select(line => Declaration.Match(line))
            .Where(m => m.Success && m.Groups["indent"].Length == 0)
            .Where(m => m.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal))
            .Select(m => m.Groups["name"].Value)
            .Distinct()
            .ToList();
        var file = Path.GetFileNameWithoutExtension(path);
        if (declared.Count > 1)
        {
            yield return $"{declared.Count} public types ({string.Join(", ", declared)}): one a file";
        }
        else if (declared.Count == 1 && declared[0] != file)
        {
            yield return $"holds the public type {declared[0]}: name the file {declared[0]}.cs";
        }
    }
}
