using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Databases.Schema;

/// <summary>
/// All there is to know about a table: its shape, from which every database's statements are written,
/// and the rows generated for it.
/// </summary>
internal sealed class Table
{
    public required string Name { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }

    public required IReadOnlyList<string> PrimaryKey { get; init; }

    public IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    /// <summary>True when the database numbers new rows itself, after the generated ones.</summary>
    public bool NumbersItself { get; init; }

    public required int Rows { get; init; }

    /// <summary>
    /// Begins the generation of the rows; the function returned writes the row with an index from
    /// 0.
    /// </summary>
    public required Func<FlightPlan, SplitMix64, Action<int, IRowWriter>> Generate { get; init; }
}
