namespace Strata.Lab.Databases.Schema;

/// <summary>A column of a table.</summary>
internal sealed record Column(string Name, ColumnType Type)
{
    public bool IsNullable { get; init; }

    /// <summary>The table whose primary key this column holds; null for none.</summary>
    public string? References { get; init; }

    public static Column Integer(string name) => new(name, ColumnType.Integer);

    public static Column Text(string name) => new(name, ColumnType.Text);

    public static Column Number(string name) => new(name, ColumnType.Number);

    public static Column Money(string name) => new(name, ColumnType.Money);

    public static Column Boolean(string name) => new(name, ColumnType.Boolean);

    public static Column Date(string name) => new(name, ColumnType.Date);

    public static Column Time(string name) => new(name, ColumnType.Time);

    public static Column Timestamp(string name) => new(name, ColumnType.Timestamp);

    public Column OrNull() => this with { IsNullable = true };

    public Column To(string table) => this with { References = table };
}
