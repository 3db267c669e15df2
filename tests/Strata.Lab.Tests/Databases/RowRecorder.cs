using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Tests.Databases;

/// <summary>Keeps the rows it is given.</summary>
internal sealed class RowRecorder : IRowWriter
{
    private readonly List<object?> _row = [];

    public List<object?[]> Rows { get; } = [];

    public void StartRow() => _row.Clear();

    public void Integer(int value) => _row.Add(value);

    public void Text(string? value) => _row.Add(value);

    public void Money(long hundredths) => _row.Add(hundredths);

    public void Number(double value) => _row.Add(value);

    public void Boolean(bool value) => _row.Add(value);

    public void Date(DateOnly value) => _row.Add(value);

    public void Time(TimeOnly value) => _row.Add(value);

    public void Timestamp(DateTime value) => _row.Add(value);

    public void EndRow() => Rows.Add([.. _row]);
}
