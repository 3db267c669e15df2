using Strata.Redis.Client;
using Strata.Resp;

namespace Strata.Redis.Storage;

/// <summary>What the layer makes of the server's replies.</summary>
internal static class Replies
{
    /// <summary>A transaction all of whose commands must have succeeded.</summary>
    public static bool Transaction(ref RespReader reader)
    {
        for (var left = Items(reader); left > 0; left--)
        {
            Read(ref reader);
        }

        return true;
    }

    /// <summary>The first reply in a transaction.</summary>
    public static RentedBytes FirstOfTransaction(ref RespReader reader)
    {
        RequireItems(reader);
        Read(ref reader);
        return RentedBytes.Of(ref reader);
    }

    /// <summary>The first, third and so on reply in a transaction.</summary>
    public static RentedBytes[] EveryOther(ref RespReader reader)
    {
        RequireItems(reader);
        var values = new RentedBytes[reader.ItemCount / 2];
        for (var i = 0; i < values.Length; i++)
        {
            Read(ref reader);
            values[i] = RentedBytes.Of(ref reader);
            Read(ref reader);
        }

        return values;
    }

    /// <summary>The error of each command of a transaction; null for those that succeeded.</summary>
    public static RedisException?[] Errors(ref RespReader reader)
    {
        RequireItems(reader);
        var errors = new RedisException?[reader.ItemCount];
        for (var i = 0; i < errors.Length; i++)
        {
            reader.Read();
            errors[i] = reader.IsError ? ErrorOf(ref reader) : null;
        }

        return errors;
    }

    public static RentedBytes[] Values(ref RespReader reader)
    {
        var values = new RentedBytes[Items(reader)];
        for (var i = 0; i < values.Length; i++)
        {
            Read(ref reader);
            values[i] = RentedBytes.Of(ref reader);
        }

        return values;
    }

    public static ScanPage Page(ref RespReader reader)
    {
        Read(ref reader);
        var cursor = reader.GetString();
        Read(ref reader);
        var keys = new List<byte[]>(Items(reader));
        for (var left = keys.Capacity; left > 0; left--)
        {
            Read(ref reader);
            keys.Add(reader.ToArray());
        }

        return new ScanPage(cursor, keys);
    }

    private static int Items(in RespReader reader) => Math.Max(0, reader.ItemCount);

    private static void RequireItems(in RespReader reader)
    {
        if (reader.ItemCount < 1)
        {
            throw new RedisException(FailureKind.Transient, "the server gave a transaction up");
        }
    }

    private static void Read(ref RespReader reader)
    {
        reader.Read();
        if (reader.IsError)
        {
            throw ErrorOf(ref reader);
        }
    }

    private static RedisException ErrorOf(ref RespReader reader)
    {
        var text = reader.GetString();
        return new RedisException(RedisException.KindOf(text), $"the server answered: {text}");
    }
}
