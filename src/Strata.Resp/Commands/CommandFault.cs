using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Strata.Resp;

/// <summary>
/// What Redis answers to a broken command, word for word (<c>processMultibulkBuffer</c> in
/// networking.c).
/// </summary>
internal static class CommandFault
{
    public const string InvalidCount = "invalid multibulk length";
    public const string TooBigCount = "too big mbulk count string";
    public const string UnauthenticatedCount = "unauthenticated multibulk length";
    public const string InvalidLength = "invalid bulk length";
    public const string TooBigLength = "too big bulk count string";
    public const string UnauthenticatedLength = "unauthenticated bulk length";
    public const string TooBigInline = "too big inline request";
    public const string UnbalancedQuotes = "unbalanced quotes in request";

    [DoesNotReturn]
    public static void Throw(string text, long offset, string? limit = null)
    {
        var answer = "ERR Protocol error: " + text;
        throw new RespProtocolException(
            $"{answer}, at offset {offset} of the command.", offset, limit, Encoding.Latin1.GetBytes(answer));
    }

    [DoesNotReturn]
    public static void ThrowExpectedDollar(byte found, long offset)
    {
        // Redis writes the very byte, and a blank for what would end the line.
        var shown = (char)(found is (byte)'\r' or (byte)'\n' ? (byte)' ' : found);
        Throw($"expected '$', got '{shown}'", offset);
    }
}
