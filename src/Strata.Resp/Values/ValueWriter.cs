namespace Strata.Resp;

/// <summary>Writes values with all that belongs to them.</summary>
internal static class ValueWriter
{
    public static void Write(RespWriter writer, in RespValue value)
    {
        if (value.IsNull)
        {
            WriteNull(writer, value.Type);
            return;
        }

        switch (value.Type)
        {
            case RespType.Array:
                writer.WriteArrayHeader(value.Items.Length);
                break;
            case RespType.Set:
                writer.WriteSetHeader(value.Items.Length);
                break;
            case RespType.Push:
                writer.WritePushHeader(value.Items.Length);
                break;
            case RespType.Map:
                writer.WriteMapHeader(value.Items.Length / 2);
                break;
            case RespType.Attribute:
                WriteAttribute(writer, value);
                return;
            default:
                WriteScalar(writer, value);
                return;
        }

        WriteItems(writer, value.Items);
    }

    private static void WriteNull(RespWriter writer, RespType type)
    {
        if (type == RespType.Array)
        {
            writer.WriteNullArray();
        }
        else
        {
            writer.WriteNull();
        }
    }

    private static void WriteAttribute(RespWriter writer, in RespValue value)
    {
        if (writer.Version != RespVersion.Resp2)
        {
            writer.WriteAttributeHeader(value.Items.Length / 2);
            WriteItems(writer, value.Items);
        }

        Write(writer, value.Attributed);
    }

    private static void WriteItems(RespWriter writer, ReadOnlySpan<RespValue> items)
    {
        foreach (ref readonly var item in items)
        {
            Write(writer, item);
        }
    }

    private static void WriteScalar(RespWriter writer, in RespValue value)
    {
        switch (value.Type)
        {
            case RespType.SimpleString:
                writer.WriteSimpleString(value.Bytes);
                break;
            case RespType.Error:
                writer.WriteError(value.Bytes);
                break;
            case RespType.BulkError:
                writer.WriteBulkError(value.Bytes);
                break;
            case RespType.BulkString:
                writer.WriteBulkString(value.Bytes);
                break;
            case RespType.BigNumber:
                writer.WriteBigNumber(value.Bytes);
                break;
            case RespType.VerbatimString:
                writer.WriteVerbatimString(value.VerbatimFormatBytes, value.Bytes);
                break;
            case RespType.Integer:
                writer.WriteInteger(value.Number);
                break;
            case RespType.Double:
                writer.WriteDouble(BitConverter.Int64BitsToDouble(value.Number));
                break;
            case RespType.Boolean:
                writer.WriteBoolean(value.Number == 1);
                break;
            default:
                throw new ArgumentException("The default of RespValue is no element.", nameof(value));
        }
    }
}
