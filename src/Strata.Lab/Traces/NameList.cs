namespace Strata.Lab.Traces;

/// <summary>Names separated by commas, as options take them; each stands once at most.</summary>
internal static class NameList
{
    public static IReadOnlyList<T> Parse<T>(
        string text, IReadOnlyList<(string Name, T Meaning)> known, StringComparer comparer)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<T>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = Enumerable.Range(0, known.Count).FirstOrDefault(i => comparer.Equals(known[i].Name, name), -1);
            if (at < 0)
            {
                var allowed = string.Join(", ", known.Select(k => k.Name));
                throw new ArgumentException($"'{name}' is refused: it takes {allowed}, separated by commas");
            }

            if (found.Contains(known[at].Meaning))
            {
                throw new ArgumentException($"'{name}' is refused: it stands twice");
            }

            found.Add(known[at].Meaning);
        }

        return found;
    }
}
