namespace Strata.Lab.Databases;

/// <summary>
/// Shows what a person wrote without the password in it. In doubt it hides too much: the text may be
/// malformed, which is why it is being shown.
/// </summary>
internal static class Redaction
{
    private const string Hidden = "***";

    private static readonly string[] SecretWords = ["password", "pwd", "passfile"];

    public static string WithoutPassword(string target)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var text = scheme < 0 ? target : target[..(scheme + 3)] + Authority(target[(scheme + 3)..]);
        foreach (var word in SecretWords)
        {
            var place = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            text = place < 0 ? text : text[..(place + word.Length)] + "=" + Hidden;
        }

        return text;
    }

    private static string Authority(string rest)
    {
        var at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            var colon = rest.AsSpan(0, at).IndexOf(':');
            return colon < 0 ? rest : $"{rest[..colon]}:{Hidden}{rest[at..]}";
        }

        // Without an @, what follows the colon is a port or the password of someone who forgot the host.
        var start = rest.IndexOf(':', rest.LastIndexOf(']') + 1);
        if (start < 0)
        {
            return rest;
        }

        var end = rest.IndexOfAny(['/', '?'], start);
        var port = rest.AsSpan(start + 1, (end < 0 ? rest.Length : end) - start - 1);
        return port.ContainsAnyExceptInRange('0', '9') ? rest[..(start + 1)] + Hidden : rest;
    }
}
