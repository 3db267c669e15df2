using Strata.Resp;

namespace Strata.Tests.Resp;

/// <summary>What a scanner said about bytes, so that two ways of their arrival can be compared.</summary>
internal static class ScanTranscript
{
    /// <summary>Scans all in one piece.</summary>
    public static string Of(byte[] bytes, RespLimits? limits = null) =>
        OfArriving([bytes.Length], limits, (scanner, place) => InPiece(scanner, bytes, place));

    /// <summary>Scans what arrives in steps, now in one piece and now in several.</summary>
    public static string OfArriving(byte[] bytes, Random random, RespLimits? limits = null) => OfArriving(
        [.. Wire.Places(random, bytes.Length, 5), bytes.Length],
        limits,
        (scanner, place) => random.Next(2) == 0
            ? InPiece(scanner, bytes, place)
            : InPieces(scanner, bytes, place, Wire.Places(random, place, 3)));

    /// <summary>The length of the reply at the beginning, found as its bytes arrive; -1 if it has no end.</summary>
    public static long LengthOf(byte[] bytes, Random random) =>
        OfArriving(bytes, random) is var said && said.StartsWith("whole ", StringComparison.Ordinal)
            ? long.Parse(said["whole ".Length..])
            : -1;

    private static string OfArriving(int[] places, RespLimits? limits, Func<RespFrameScanner, int, long> scan)
    {
        var scanner = new RespFrameScanner(limits);
        try
        {
            foreach (var place in places)
            {
                var length = scan(scanner, place);
                if (length >= 0)
                {
                    return $"whole {length}";
                }
            }

            return $"needs {scanner.BytesNeeded} more";
        }
        catch (RespProtocolException refused)
        {
            return $"refused: {refused.Message} {refused.Limit} {refused.Offset}";
        }
    }

    private static long InPiece(RespFrameScanner scanner, byte[] bytes, int place) =>
        scanner.TryScan(bytes.AsSpan(0, place), out int length) ? length : -1;

    private static long InPieces(RespFrameScanner scanner, byte[] bytes, int place, int[] cuts) =>
        scanner.TryScan(Wire.Cut(bytes.AsMemory(0, place), cuts), out var length) ? length : -1;
}
