using System.Text;
using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>What a client of RESP2 gets to see of a value, told apart from how the writer does it.</summary>
internal static class Resp2Form
{
    public static RespValue Of(RespValue value) => value.Type switch
    {
        _ when value.IsNull => value.Type == RespType.Array ? RespValue.NullArray : RespValue.NullString,
        RespType.Array or RespType.Set or RespType.Map or RespType.Push => RespValue.FromItems(
            RespType.Array, [.. value.Items.ToArray().Select(Of)]),
        RespType.Attribute => Of(value.WithoutAttribute),
        RespType.Boolean => RespValue.FromInteger(value.TryGetBoolean(out var truth) && truth ? 1 : 0),
        RespType.Double => RespValue.FromText(RespType.BulkString, Encoding.ASCII.GetBytes(value.GetString())),
        RespType.BigNumber or RespType.VerbatimString => RespValue.FromText(RespType.BulkString, value.Bytes),
        RespType.BulkError => RespValue.FromText(RespType.Error, Wire.Bytes(
            Encoding.Latin1.GetString(value.Bytes).Replace('\r', ' ').Replace('\n', ' '))),
        _ => value,
    };
}
