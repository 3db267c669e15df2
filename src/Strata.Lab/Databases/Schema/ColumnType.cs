namespace Strata.Lab.Databases.Schema;

/// <summary>What a column holds, in words both databases understand.</summary>
internal enum ColumnType
{
    Integer,
    Text,

    /// <summary>An amount with two decimals; written as a count of hundredths.</summary>
    Money,

    /// <summary>A measured quantity in double precision.</summary>
    Number,
    Boolean,
    Date,
    Time,

    /// <summary>A date and time without zone, accurate to the second.</summary>
    Timestamp,
}
