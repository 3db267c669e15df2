using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>Writes values in RESP3, now and then streaming what can be streamed.</summary>
internal static class StreamingWriter
{
    public static void Write(RespWriter writer, RespValue value, Random random)
    {
        if (value.IsNull || random.Next(2) == 0)
        {
            WritePlain(writer, value, random);
        }
        else if (value.Type == RespType.BulkString)
        {
            writer.WriteStreamedStringHeader();
            for (var rest = value.Bytes; !rest.IsEmpty;)
            {
                var length = 1 + random.Next(rest.Length);
                writer.WriteStringPart(rest[..length]);
                rest = rest[length..];
            }

            writer.WriteStreamedStringEnd();
        }
        else if (value.Type is RespType.Array or RespType.Map or RespType.Set)
        {
            writer.WriteStreamedHeader(value.Type);
            WriteItems(writer, value, random);
            writer.WriteStreamedEnd();
        }
        else
        {
            WritePlain(writer, value, random);
        }
    }

    private static void WritePlain(RespWriter writer, RespValue value, Random random)
    {
        switch (value.Type)
        {
            case RespType.Array when !value.IsNull:
                writer.WriteArrayHeader(value.Items.Length);
                break;
            case RespType.Map:
                writer.WriteMapHeader(value.Items.Length / 2);
                break;
            case RespType.Set:
                writer.WriteSetHeader(value.Items.Length);
                break;
            case RespType.Push:
                writer.WritePushHeader(value.Items.Length);
                break;
            case RespType.Attribute:
                writer.WriteAttributeHeader(value.Items.Length / 2);
                WriteItems(writer, value, random);
                Write(writer, value.Attributed, random);
                return;
            default:
                writer.WriteValue(value);
                return;
        }

        WriteItems(writer, value, random);
    }

    private static void WriteItems(RespWriter writer, RespValue value, Random random)
    {
        foreach (var item in value.Items)
        {
            Write(writer, item, random);
        }
    }
}
