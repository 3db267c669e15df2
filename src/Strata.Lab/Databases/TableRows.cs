namespace Strata.Lab.Databases;

/// <summary>A table and how many rows it holds.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">The rows counted.</param>
public readonly record struct TableRows(string Table, long Rows);
