namespace Strata.Lab.Traces.Reference;

/// <summary>
/// A policy as its paper has it, for comparison: it keeps keys only, numbered from 0, on one thread. A request
/// for a key that is not held brings it in.
/// </summary>
internal abstract class ReferenceCache
{
    /// <summary>Asks for a key.</summary>
    /// <returns>Whether it was held.</returns>
    public abstract bool Request(int key);

    /// <summary>The hits over a trace.</summary>
    public long Hits(Trace trace, IProgress<long>? watch, CancellationToken cancellationToken)
    {
        long hits = 0;
        ReadOnlySpan<int> rest = trace.Ids;
        while (!rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = rest[..Math.Min(rest.Length, TraceReplay.ChunkRequests)];
            rest = rest[chunk.Length..];
            foreach (var key in chunk)
            {
                hits += Request(key) ? 1 : 0;
            }

            watch?.Report(chunk.Length);
        }

        return hits;
    }
}
