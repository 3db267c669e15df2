using System.Buffers;
using System.Text;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Bytes that look like the wire and mostly are not quite right.</summary>
internal sealed class FuzzInput(Random random)
{
    private const int LengthMax = 4096;

    private static readonly string[] Morsels =
    [
        "\r\n", "\r", "\n", "$-1\r\n", "*-1\r\n", "$?\r\n", "*?\r\n", "%?\r\n", "~?\r\n", ".\r\n", ";0\r\n", ";1\r\nx\r\n",
        "|1\r\n", "|0\r\n", ">1\r\n", "%1\r\n", "*0\r\n", "*1\r\n", "$0\r\n\r\n", "=4\r\ntxt:\r\n", "=3\r\ntxt\r\n", ",nan\r\n",
        "2147483648", "-2147483649", "9223372036854775808", "18446744073709551616", "536870912", "1048577", "00", "-0", "+1",
        ":", "#t\r\n", "_\r\n", "(", "!", "\"", "'", "\\", "\\x4", "\0", " ", "\t", "*3\r\n$3\r\nSET\r\n",
    ];

    public byte[] Next()
    {
        var bytes = new List<byte>(Whole());
        for (var changes = random.Next(7); changes > 0; changes--)
        {
            Change(bytes);
        }

        return [.. bytes.Take(LengthMax)];
    }

    /// <summary>What is right, or no more than noise.</summary>
    private byte[] Whole()
    {
        var output = new ArrayBufferWriter<byte>();
        var values = new RandomValues(random);
        switch (random.Next(6))
        {
            case 0:
                return Inline(values);
            case 1:
                return values.Bytes();
            case 2 or 3:
                var resp2 = new RespWriter(output);
                for (var commands = 1 + random.Next(3); commands > 0; commands--)
                {
                    var arguments = random.Next(5);
                    resp2.WriteCommand("SET"u8, arguments);
                    for (; arguments > 0; arguments--)
                    {
                        resp2.WriteBulkString(values.Bytes());
                    }
                }

                break;
            default:
                var resp3 = new RespWriter(output, RespVersion.Resp3);
                for (var replies = 1 + random.Next(3); replies > 0; replies--)
                {
                    StreamingWriter.Write(resp3, values.Next(), random);
                }

                break;
        }

        return output.WrittenSpan.ToArray();
    }

    private byte[] Inline(RandomValues values)
    {
        var line = new StringBuilder("SET");
        for (var arguments = random.Next(4); arguments > 0; arguments--)
        {
            line.Append(' ').Append(random.Next(3) switch
            {
                0 => $"\"{Encoding.Latin1.GetString(values.Bytes())}\"",
                1 => $"'{Encoding.Latin1.GetString(values.Bytes())}'",
                _ => Morsels[random.Next(Morsels.Length)],
            });
        }

        return Wire.Bytes(line.Append(random.Next(2) == 0 ? "\r\n" : "\n").ToString());
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var count = Math.Min(random.Next(1, 12), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when count > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when count > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Wire.Bytes(Morsels[random.Next(Morsels.Length)]));
                break;
        }
    }
}
