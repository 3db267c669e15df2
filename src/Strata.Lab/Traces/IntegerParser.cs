using System.Buffers.Binary;
using System.Globalization;

namespace Strata.Lab.Traces;

/// <summary>Reads <see cref="TraceFormat.Trace"/>.</summary>
internal static class IntegerParser
{
    public static long[] Read(Stream stream, string path, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        var keys = new List<long>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var rest = read % sizeof(int);
            if (rest != 0)
            {
                throw new TraceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{path}', offset {((long)keys.Count * sizeof(int)) + read - rest}: it ends with {rest} of the "
                    + $"{sizeof(int)} bytes of a number; a trace is whole big-endian integers of 32 bits"));
            }

            if (keys.Count + (read / sizeof(int)) > TraceLimits.RequestsMax)
            {
                throw new TraceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{path}' is refused: a trace holds at most {TraceLimits.RequestsMax:N0} requests"));
            }

            for (var at = 0; at < read; at += sizeof(int))
            {
                keys.Add(BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at)));
            }

            if (read < buffer.Length)
            {
                return [.. keys];
            }
        }
    }
}
