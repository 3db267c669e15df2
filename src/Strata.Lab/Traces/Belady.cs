using System.Numerics;

namespace Strata.Lab.Traces;

/// <summary>
/// The hits of a cache that knows the future: the bound no policy exceeds at a size (OPT, MIN).
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Of the keys held, the one whose next request is farthest away leaves. A position of the trace belongs
/// to one key alone, so the keys held are a set of positions: that of each one's next request. A request at position
/// t hits exactly if t is in the set, and the victim is the largest member. Keys that are never asked for again are not
/// told apart; they are only counted, and leave first.
/// </para>
/// <para>
/// <b>The set</b> is one bit a position, and above each level a bit for each word that is not zero, so that
/// the largest member of four million positions is four words away.
/// </para>
/// <para>
/// <b>No bypass.</b> Who is requested comes in, as in a cache; room is made among the others. A cache that may turn a
/// key away would hit a little more often at very small sizes.
/// </para>
/// <para>
/// Source: L. A. Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal
/// 5 (2), 1966; R. L. Mattson et al., "Evaluation techniques for storage hierarchies", IBM Systems Journal 9 (2), 1970.
/// </para>
/// </remarks>
internal sealed class Belady
{
    private const int Never = int.MaxValue;
    private const int WordBits = 64;

    private readonly int[] _next;

    /// <summary>Looks ahead, once for all sizes.</summary>
    public Belady(Trace trace)
    {
        _next = new int[trace.Requests];
        var later = new int[trace.Distinct];
        Array.Fill(later, Never);
        var ids = trace.Ids;
        for (var at = ids.Length - 1; at >= 0; at--)
        {
            _next[at] = later[ids[at]];
            later[ids[at]] = at;
        }
    }

    /// <summary>The hits at a size.</summary>
    /// <param name="size">The most keys held, at least 1.</param>
    /// <param name="watch">Told of the requests that are done.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public long Hits(int size, IProgress<long>? watch, CancellationToken cancellationToken)
    {
        var levels = Levels(_next.Length);
        long hits = 0;
        var held = 0;
        var lost = 0;
        for (var at = 0; at < _next.Length; at++)
        {
            var isHit = (levels[0][at / WordBits] >> (at % WordBits) & 1) != 0;
            if (isHit)
            {
                Remove(levels, at);
                hits++;
            }
            else if (held < size)
            {
                held++;
            }
            else if (lost > 0)
            {
                lost--;
            }
            else
            {
                Remove(levels, Largest(levels));
            }

            if (_next[at] == Never)
            {
                lost++;
            }
            else
            {
                Add(levels, _next[at]);
            }

            if ((at + 1) % TraceReplay.ChunkRequests == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                watch?.Report(TraceReplay.ChunkRequests);
            }
        }

        watch?.Report(_next.Length % TraceReplay.ChunkRequests);
        return hits;
    }

    private static ulong[][] Levels(int positions)
    {
        var levels = new List<ulong[]>();
        do
        {
            positions = ((positions - 1) / WordBits) + 1;
            levels.Add(new ulong[positions]);
        }
        while (positions > 1);

        return [.. levels];
    }

    private static void Add(ulong[][] levels, int position)
    {
        foreach (var level in levels)
        {
            var bit = 1UL << (position % WordBits);
            position /= WordBits;
            var wasEmpty = level[position] == 0;
            level[position] |= bit;
            if (!wasEmpty)
            {
                return;
            }
        }
    }

    private static void Remove(ulong[][] levels, int position)
    {
        foreach (var level in levels)
        {
            var bit = 1UL << (position % WordBits);
            position /= WordBits;
            level[position] &= ~bit;
            if (level[position] != 0)
            {
                return;
            }
        }
    }

    private static int Largest(ulong[][] levels)
    {
        var position = 0;
        for (var level = levels.Length - 1; level >= 0; level--)
        {
            position = (position * WordBits) + BitOperations.Log2(levels[level][position]);
        }

        return position;
    }
}
