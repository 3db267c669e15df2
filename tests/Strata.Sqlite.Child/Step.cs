namespace Strata.Sqlite.Child;

/// <summary>One operation of the writer: what each key holds afterwards, null for nothing.</summary>
public sealed record Step(bool IsBatch, IReadOnlyList<KeyValuePair<int, byte[]?>> Changes);
