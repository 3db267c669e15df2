namespace Strata.Sqlite.Storage;

/// <summary>The three things a set can come to.</summary>
internal enum ChangeAct : byte
{
    /// <summary>Nothing: the key itself has no form in bytes.</summary>
    None,

    /// <summary>What is there leaves: the new entry has expired already or cannot be held.</summary>
    Drop,

    /// <summary>The new entry takes its place.</summary>
    Put,
}
