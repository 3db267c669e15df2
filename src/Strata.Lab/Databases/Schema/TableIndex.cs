namespace Strata.Lab.Databases.Schema;

/// <summary>An index of a table beside its primary key.</summary>
internal sealed record TableIndex(bool IsUnique, params string[] Columns)
{
    public static TableIndex On(params string[] columns) => new(false, columns);

    public static TableIndex Unique(params string[] columns) => new(true, columns);
}
