namespace Strata.Lab.Databases.Generation;

/// <summary>
/// Takes generated rows, value by value in the order of the table's columns: a database, or the checksum
/// that proves two of them hold the same.
/// </summary>
internal interface IRowWriter
{
    void StartRow();

    void Integer(int value);

    /// <summary>A text, or null for none.</summary>
    void Text(string? value);

    /// <summary>An amount of money as a count of hundredths.</summary>
    void Money(long hundredths);

    void Number(double value);

    void Boolean(bool value);

    void Date(DateOnly value);

    void Time(TimeOnly value);

    void Timestamp(DateTime value);

    void EndRow();
}
