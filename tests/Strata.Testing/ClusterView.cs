using System.Text;

namespace Strata.Testing;

/// <summary>How one running node sees its cluster at a moment.</summary>
internal sealed record ClusterView(RedisServer Server, bool IsOk, bool IsLinkedToMaster, IReadOnlyList<ClusterNode> Nodes)
{
    public const int Slots = 16_384;

    private const string Commands = "CLUSTER INFO\nINFO replication\nCLUSTER NODES\n";

    public ClusterNode Myself => Nodes.Single(node => node.IsMyself);

    /// <summary>Asks a node; null if it does not answer.</summary>
    public static async Task<ClusterView?> AskAsync(RedisServer server)
    {
        try
        {
            var reply = await server.RunClientAsync([], Encoding.UTF8.GetBytes(Commands));
            return Parse(server, reply.Replace("\r", "", StringComparison.Ordinal));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether these views are of one healthy cluster: every slot is served by a node that runs, no running node is
    /// held for dead, each replica is linked to its master, and all agree.
    /// </summary>
    public static bool IsHealthy(IReadOnlyList<ClusterView> views)
    {
        var running = views.Select(view => view.Myself.Id).ToHashSet();
        return views.Count > 0
            && views.All(view => view.IsOk && (view.Myself.IsMaster || view.IsLinkedToMaster))
            && views.All(view => view.Nodes.Count(node => running.Contains(node.Id) && !node.IsFailing) == running.Count)
            && views.All(view => view.SlotsOf(running) == Slots)
            && views.Select(view => view.Layout).Distinct().Count() == 1;
    }

    public override string ToString() =>
        $"port {Server.Port} says {(IsOk ? "ok" : "fail")}{(IsLinkedToMaster ? ", linked" : "")}:\n{Layout}";

    private int SlotsOf(HashSet<string> running) => Nodes
        .Where(node => node.IsMaster && running.Contains(node.Id))
        .Sum(node => node.Slots.Sum(range => range.Last - range.First + 1));

    // Who serves which slots, and who follows whom, as a text to compare.
    private string Layout => string.Join('\n', Nodes
        .OrderBy(node => node.Id, StringComparer.Ordinal)
        .Where(node => node.Slots.Count > 0 || !node.IsFailing)
        .Select(node => $"{node.Id} {node.MasterId} {string.Join(' ', node.Slots)}"));

    private static ClusterView? Parse(RedisServer server, string reply)
    {
        // CLUSTER NODES is last, and its lines alone begin with a name of 40 digits.
        var nodes = reply.Split('\n').Where(line => line.IndexOf(' ', StringComparison.Ordinal) == 40);
        var view = new ClusterView(
            server,
            reply.Contains("cluster_state:ok", StringComparison.Ordinal),
            reply.Contains("master_link_status:up", StringComparison.Ordinal),
            ClusterNode.ParseAll(string.Join('\n', nodes)));
        return view.Nodes.Any(node => node.IsMyself) ? view : null;
    }
}
