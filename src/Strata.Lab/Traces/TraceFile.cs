using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Strata.Lab.Traces;

/// <summary>
/// Reads a recorded trace. What the first bytes say decides the form, then the name: gzip by its two magic bytes;
/// a <c>.lis</c> by its name, or by four whole numbers in the first line; numbers of 32 bits by bytes that no text
/// holds; else text.
/// </summary>
public static class TraceFile
{
    private const int HeadBytes = 4096;

    /// <summary>The extensions that are no part of a trace's name.</summary>
    private static readonly string[] Extensions = [".gz", ".lis", ".trace", ".txt"];

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its form; null to find out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="TraceException">
    /// It cannot be read, or holds something else; the message names the file, the place, the value and what is
    /// allowed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static Trace Read(string path, TraceFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
            var keys = ReadKeys(file, path, format, cancellationToken);
            return keys.Length > 0 ? new Trace(NameOf(path), keys)
                : throw new TraceException($"'{path}' is empty: a trace needs one request at least");
        }
        catch (InvalidDataException)
        {
            throw new TraceException($"'{path}' is damaged: it begins like gzip and does not unpack");
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TraceException($"cannot read '{path}': {FileTrouble.Why(failure)}", failure);
        }
    }

    /// <summary>The name of a trace: that of its file without what says only how it is written.</summary>
    internal static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        while (Extensions.FirstOrDefault(
            e => name.Length > e.Length && name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } extension)
        {
            name = name[..^extension.Length];
        }

        return name;
    }

    internal static long[] ReadKeys(Stream file, string path, TraceFormat? format, CancellationToken cancellationToken)
    {
        var packed = new PeekedStream(file, HeadBytes);
        if (packed.Head is not [0x1f, 0x8b, ..])
        {
            return Parse(packed, path, format, cancellationToken);
        }

        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return Parse(new PeekedStream(unpacked, HeadBytes), path, format, cancellationToken);
    }

    private static long[] Parse(
        PeekedStream stream, string path, TraceFormat? format, CancellationToken cancellationToken) =>
        (format ?? FormatOf(path, stream.Head)) switch
        {
            TraceFormat.Lis => LisParser.Read(stream, path, cancellationToken),
            TraceFormat.Trace => IntegerParser.Read(stream, path, cancellationToken),
            TraceFormat.Text => TextKeyParser.Read(stream, path, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such form of a trace."),
        };

    private static TraceFormat FormatOf(string path, ReadOnlySpan<byte> head)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (name.EndsWith(".lis", StringComparison.OrdinalIgnoreCase))
        {
            return TraceFormat.Lis;
        }

        foreach (var b in head)
        {
            if (b < 9 || (b is > 13 and < 32))
            {
                return TraceFormat.Trace;
            }
        }

        var end = head.IndexOf((byte)'\n');
        var first = Encoding.Latin1.GetString(end < 0 ? head : head[..end]).Split(' ', StringSplitOptions.TrimEntries);
        return first.Length == 4 && first.All(field => long.TryParse(field, NumberStyles.None, null, out _))
            ? TraceFormat.Lis
            : TraceFormat.Text;
    }
}
