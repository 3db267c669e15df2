using System.Globalization;

namespace Strata.Testing;

/// <summary>What one node of a Redis Cluster knows of a node: a line of <c>CLUSTER NODES</c>.</summary>
/// <param name="Id">The node's name, 40 hexadecimal digits.</param>
/// <param name="Port">The port that clients are sent to.</param>
/// <param name="IsMyself">True for the node that was asked.</param>
/// <param name="IsMaster">False for a replica.</param>
/// <param name="IsFailing">True if it is held for dead, by the asked node or by all.</param>
/// <param name="MasterId">Of a replica: its master; null for a master.</param>
/// <param name="Slots">The ranges of slots it serves, both ends included.</param>
public sealed record ClusterNode(
    string Id,
    int Port,
    bool IsMyself,
    bool IsMaster,
    bool IsFailing,
    string? MasterId,
    IReadOnlyList<(int First, int Last)> Slots)
{
    public bool Serves(int slot) => Slots.Any(range => range.First <= slot && slot <= range.Last);

    /// <summary>Reads a reply of <c>CLUSTER NODES</c>.</summary>
    internal static IReadOnlyList<ClusterNode> ParseAll(string reply) =>
        [.. reply.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    // id host:port@bus,name flags master ping pong epoch link slot slot-slot [slot-<-importing]
    private static ClusterNode Parse(string line)
    {
        var fields = line.Split(' ');
        var flags = fields[2].Split(',');
        var port = fields[1].Split('@')[0].Split(':')[^1];
        return new ClusterNode(
            fields[0],
            int.Parse(port, CultureInfo.InvariantCulture),
            flags.Contains("myself"),
            flags.Contains("master"),
            flags.Any(flag => flag.StartsWith("fail", StringComparison.Ordinal)),
            fields[3] == "-" ? null : fields[3],
            [.. fields.Skip(8).Where(range => !range.StartsWith('[')).Select(ParseRange)]);
    }

    private static (int First, int Last) ParseRange(string range)
    {
        var ends = range.Split('-');
        return (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
    }
}
