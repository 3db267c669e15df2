namespace Strata.Lab.Traces;

/// <summary>What the generated workloads are called on the command line and in reports.</summary>
public static class WorkloadNames
{
    private static readonly (string Name, GeneratedWorkload Workload)[] Names =
    [
        ("loop", GeneratedWorkload.Loop),
        ("scans", GeneratedWorkload.Scans),
        ("pools", GeneratedWorkload.Pools),
        ("moving-zipf", GeneratedWorkload.MovingZipf),
        ("zipf", GeneratedWorkload.Zipf),
        ("recency", GeneratedWorkload.Recency),
    ];

    /// <summary>The names, in the order in which they are explained.</summary>
    public static IReadOnlyList<string> Known => [.. Names.Select(n => n.Name)];

    /// <summary>Reads names separated by commas.</summary>
    /// <param name="text">For instance <c>loop,scans</c>.</param>
    /// <exception cref="ArgumentException">A name is unknown or stands twice; the message is for people.</exception>
    public static IReadOnlyList<GeneratedWorkload> Parse(string text) =>
        NameList.Parse(text, Names, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a workload.</summary>
    internal static string Of(GeneratedWorkload workload) =>
        Names.FirstOrDefault(n => n.Workload == workload).Name
        ?? throw new ArgumentOutOfRangeException(nameof(workload), workload, "There is no such workload.");
}
