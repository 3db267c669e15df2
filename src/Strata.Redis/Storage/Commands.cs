using System.Runtime.InteropServices;
using Strata.Resp;

namespace Strata.Redis.Storage;

/// <summary>What the layer says to the server.</summary>
internal static class Commands
{
    private const int TransactionReplies = 2;

    /// <summary>The pattern of all keys that begin with a prefix.</summary>
    public static byte[] PatternOf(ReadOnlySpan<byte> prefix)
    {
        var pattern = new List<byte>(prefix.Length + 1);
        foreach (var single in prefix)
        {
            if (single is (byte)'*' or (byte)'?' or (byte)'[' or (byte)']' or (byte)'\\' or (byte)'^')
            {
                pattern.Add((byte)'\\');
            }

            pattern.Add(single);
        }

        pattern.Add((byte)'*');
        return [.. pattern];
    }

    public static void Get(RespWriter writer, byte[] key)
    {
        writer.WriteCommand("GET"u8, 1);
        writer.WriteBulkString(key);
    }

    public static void GetHead(RespWriter writer, byte[] key)
    {
        writer.WriteCommand("GETRANGE"u8, 3);
        writer.WriteBulkString(key);
        writer.WriteBulkInteger(0);
        writer.WriteBulkInteger(Envelope.Bytes - 1);
    }

    public static void GetMany(RespWriter writer, List<byte[]> keys) => Keys(writer, "MGET"u8, keys);

    public static void Unlink(RespWriter writer, List<byte[]> keys) => Keys(writer, "UNLINK"u8, keys);

    public static void Apply(RespWriter writer, Change change)
    {
        if (change.IsDrop)
        {
            writer.WriteCommand("UNLINK"u8, 1);
            writer.WriteBulkString(change.Key);
            return;
        }

        writer.WriteCommand("SET"u8, change.TtlMs == 0 ? 2 : 4);
        writer.WriteBulkString(change.Key);
        writer.WriteBulkString(change.Value.Span);
        if (change.TtlMs != 0)
        {
            writer.WriteBulkString("PX"u8);
            writer.WriteBulkInteger(change.TtlMs);
        }
    }

    /// <summary>
    /// Writes, and reads in the same instant: a server tells us of later changes only to keys we have read since their
    /// last change.
    /// </summary>
    public static void ApplyTracked(RespWriter writer, Change change) => ApplyAll(writer, new(ref change));

    public static void ApplyMany(RespWriter writer, List<Change> changes) =>
        ApplyAll(writer, CollectionsMarshal.AsSpan(changes));

    /// <summary>How many replies a transaction of changes has, the last one included.</summary>
    public static int RepliesOfApply(int changes) => changes + 1 + TransactionReplies;

    public static void Remove(RespWriter writer, byte[] key) => RemoveAll(writer, new(ref key));

    public static void RemoveMany(RespWriter writer, List<byte[]> keys) =>
        RemoveAll(writer, CollectionsMarshal.AsSpan(keys));

    /// <summary>How many replies a transaction of removals has, the last one included.</summary>
    public static int RepliesOfRemove(int keys) => (keys * 2) + TransactionReplies;

    public static void Scan(RespWriter writer, (string Cursor, byte[] Pattern, int Count) scan)
    {
        writer.WriteCommand("SCAN"u8, 5);
        writer.WriteBulkString(scan.Cursor);
        writer.WriteBulkString("MATCH"u8);
        writer.WriteBulkString(scan.Pattern);
        writer.WriteBulkString("COUNT"u8);
        writer.WriteBulkInteger(scan.Count);
    }

    private static void ApplyAll(RespWriter writer, ReadOnlySpan<Change> changes)
    {
        writer.WriteCommand("MULTI"u8, 0);
        foreach (var change in changes)
        {
            Apply(writer, change);
        }

        writer.WriteCommand("EXISTS"u8, changes.Length);
        foreach (var change in changes)
        {
            writer.WriteBulkString(change.Key);
        }

        writer.WriteCommand("EXEC"u8, 0);
    }

    private static void RemoveAll(RespWriter writer, ReadOnlySpan<byte[]> keys)
    {
        writer.WriteCommand("MULTI"u8, 0);
        foreach (var key in keys)
        {
            GetHead(writer, key);
            writer.WriteCommand("UNLINK"u8, 1);
            writer.WriteBulkString(key);
        }

        writer.WriteCommand("EXEC"u8, 0);
    }

    private static void Keys(RespWriter writer, ReadOnlySpan<byte> command, List<byte[]> keys)
    {
        writer.WriteCommand(command, keys.Count);
        foreach (var key in keys)
        {
            writer.WriteBulkString(key);
        }
    }
}
