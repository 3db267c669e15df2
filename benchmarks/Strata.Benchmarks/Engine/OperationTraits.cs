namespace Strata.Benchmarks.Engine;

/// <summary>What the measurements know of each operation.</summary>
internal static class OperationTraits
{
    /// <summary>The name it has on the command line, in the tables and in the JSON.</summary>
    public static string Name(this Operation operation) => operation switch
    {
        Operation.Hit => "hit",
        Operation.Miss => "miss",
        Operation.GetOrLoadHit => "get-or-load-hit",
        Operation.SetExisting => "set-existing",
        Operation.SetNew => "set-new",
        Operation.Mixed => "mixed",
        Operation.MixedEvicting => "mixed-evicting",
        _ => "evicting-insert",
    };

    /// <summary>What is done, in a line.</summary>
    public static string What(this Operation operation) => operation switch
    {
        Operation.Hit => "gets of keys that are held",
        Operation.Miss => "gets of keys that are not",
        Operation.GetOrLoadHit => "gets that would load, of keys that are held",
        Operation.SetExisting => "sets of keys that are held",
        Operation.SetNew => "sets of new keys where there is room",
        Operation.Mixed => "80 % gets, 10 % sets, 10 % removes, with room for all",
        Operation.MixedEvicting => "the same over ten times as many keys as there is room for",
        _ => "sets of new keys where there is no room",
    };

    /// <summary>Whether it is measured in stores that are full.</summary>
    public static bool IsEvicting(this Operation operation) =>
        operation is Operation.MixedEvicting or Operation.EvictingInsert;

    /// <summary>Whether it sets keys that no store has seen.</summary>
    public static bool SetsFreshKeys(this Operation operation) =>
        operation is Operation.SetNew or Operation.EvictingInsert;
}
