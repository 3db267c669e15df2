using System.Text;

namespace Strata.Lab.Databases.Generation;

/// <summary>
/// A checksum over rows, the sum of each row's FNV-1a: equal for equal rows in any order, whichever
/// database they come from.
/// </summary>
internal sealed class RowChecksum : IRowWriter
{
    private readonly byte[] _utf8 = new byte[1024];

    private ulong _row;

    public ulong Value { get; private set; }

    public void StartRow() => _row = 0xCBF29CE484222325;

    public void Integer(int value) => Add('i', value);

    public void Text(string? value)
    {
        if (value is null)
        {
            Add('-');
            return;
        }

        var length = Encoding.UTF8.GetBytes(value, _utf8);
        Add('t', length);
        for (var i = 0; i < length; i++)
        {
            Add(_utf8[i]);
        }
    }

    public void Money(long hundredths) => Add('m', hundredths);

    public void Number(double value) => Add('n', BitConverter.DoubleToInt64Bits(value));

    public void Boolean(bool value) => Add('b', value ? 1 : 0);

    public void Date(DateOnly value) => Add('d', value.DayNumber);

    public void Time(TimeOnly value) => Add('h', value.Ticks);

    public void Timestamp(DateTime value) => Add('s', value.Ticks);

    public void EndRow() => Value += _row;

    private void Add(char kind, long value)
    {
        Add(kind);
        for (var shift = 0; shift < 64; shift += 8)
        {
            Add((byte)(value >> shift));
        }
    }

    private void Add(int octet) => _row = (_row ^ (byte)octet) * 0x100000001B3;
}
