using Npgsql;
using NpgsqlTypes;
using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Databases.Postgres;

/// <summary>Sends rows by binary COPY.</summary>
internal sealed class PostgresRowWriter(NpgsqlBinaryImporter importer) : IRowWriter
{
    public void StartRow() => importer.StartRow();

    public void Integer(int value) => importer.Write(value, NpgsqlDbType.Integer);

    public void Text(string? value)
    {
        if (value is null)
        {
            importer.WriteNull();
        }
        else
        {
            importer.Write(value, NpgsqlDbType.Text);
        }
    }

    public void Money(long hundredths) => importer.Write(hundredths / 100m, NpgsqlDbType.Numeric);

    public void Number(double value) => importer.Write(value, NpgsqlDbType.Double);

    public void Boolean(bool value) => importer.Write(value, NpgsqlDbType.Boolean);

    public void Date(DateOnly value) => importer.Write(value, NpgsqlDbType.Date);

    public void Time(TimeOnly value) => importer.Write(value, NpgsqlDbType.Time);

    public void Timestamp(DateTime value) => importer.Write(value, NpgsqlDbType.Timestamp);

    public void EndRow()
    {
        // A row ends where the next one starts.
    }
}
