using System.Globalization;

namespace Strata.Testing;

/// <summary>redis-cli: a second client of any server that speaks Redis's protocol, sharing no code with ours.</summary>
internal static class RedisCommandLine
{
    private static readonly string? Program = ServerPrograms.InPath("redis-cli");

    public static bool IsInstalled => Program is not null;

    /// <summary>Runs redis-cli on a port of 127.0.0.1 and answers what it prints, without the last line end.</summary>
    /// <param name="port">Of the server.</param>
    /// <param name="arguments">Options first, then the command; without a command they come from the input.</param>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <param name="password">Of the user "default"; null for none. It appears in no list of processes.</param>
    /// <exception cref="InvalidOperationException">The reply is an error, or there is none.</exception>
    public static async Task<string> RunAsync(
        int port, IEnumerable<string> arguments, ReadOnlyMemory<byte>? input = null, string? password = null)
    {
        if (Program is null)
        {
            throw new InvalidOperationException("redis-cli is not in PATH.");
        }

        var text = await ServerPrograms.RunAsync(
            Program,
            ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-e", .. arguments],
            input,
            password is null ? null : new Dictionary<string, string> { ["REDISCLI_AUTH"] = password });
        return text.EndsWith('\n') ? text[..^1] : text;
    }
}
