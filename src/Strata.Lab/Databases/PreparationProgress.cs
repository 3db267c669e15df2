namespace Strata.Lab.Databases;

/// <summary>How far the making of the data has come.</summary>
/// <param name="Step">The table being written, or "indexes" after the last of them.</param>
/// <param name="RowsDone">Rows written so far, over all tables.</param>
/// <param name="RowsTotal">Rows there will be, over all tables.</param>
public readonly record struct PreparationProgress(string Step, long RowsDone, long RowsTotal);
