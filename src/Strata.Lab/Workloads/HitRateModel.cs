namespace Strata.Lab.Workloads;

/// <summary>
/// The hit rate that follows from the workload alone, for a cache that forgets nothing before its deadline.
/// </summary>
/// <remarks>
/// <para>
/// Ids are drawn uniformly, so every id sees operations at the same rate. Let F(t) be the share of the pool
/// that is cached and valid at time t. A read hits with probability F. An id becomes valid by a write, or by a
/// read that missed; it stays valid for one time to live unless a write renews it first. So, with λ operations
/// per id and second of which the share w writes, an id counts as made valid at u if a write came at u, or a
/// read while it was not valid: at the rate g(u) = λw + λ(1 − w)(1 − F(u)); and it is still the latest
/// such moment at t if no write came since: F(t) = ∫ g(u) e^(−λw(t − u)) du over the last time to live, plus
/// what was there at the start and has not expired. The integral is taken in steps, with λ as it was measured
/// in each: a disk that stalls for a moment lets entries expire unread, which no average over the run shows.
/// </para>
/// <para>
/// Without expiry it comes to the closed form 1 − N(1 − e^(−ops/N))/ops: the distinct ids touched, seen as
/// misses.
/// </para>
/// </remarks>
internal static class HitRateModel
{
    private const double StepsPerTtl = 20;
    private const int StepsMax = 400_000;

    /// <summary>Predicts the hit rate, 0 to 1.</summary>
    /// <param name="pace">How many operations were done when.</param>
    /// <param name="readShare">Share of reads, 0 to 1.</param>
    /// <param name="poolSize">How many ids they were drawn from.</param>
    /// <param name="ttl">The time to live of an entry.</param>
    /// <param name="start">The entries that were there at the start.</param>
    public static double Predict(Pace pace, double readShare, int poolSize, TimeSpan ttl, StartingEntries start)
    {
        var spans = pace.Counts;
        var parts = PartsPerSpan(spans.Length, pace.SpanSeconds, ttl.TotalSeconds);
        var step = pace.SpanSeconds / parts;
        var ttlSteps = (int)Math.Clamp(Math.Round(ttl.TotalSeconds / step), 1, (spans.Length * parts) + 1);

        // made[i] is the share made valid in step i, already thinned by the writes since: undoing the
        // thinning up to now gives what is still to be taken away when it expires.
        var made = new double[spans.Length * parts];
        var keptSinceStart = new double[made.Length + 1];
        keptSinceStart[0] = 1;
        double fresh = 0, expectedHits = 0, operations = 0;
        for (var i = 0; i < made.Length; i++)
        {
            var done = (double)spans[i / parts] / parts;
            var perId = done / poolSize;
            var kept = Math.Exp(-perId * (1 - readShare));
            var old = start.ShareAt(i * step, poolSize) * keptSinceStart[i];
            var valid = Math.Min(1, fresh + old);
            expectedHits += done * MeanOver(valid, perId);
            operations += done;

            // Within a step an id is made valid once at most: 1 − e^(−rate), not the rate itself.
            made[i] = (1 - kept) + (kept * (1 - Math.Exp(-perId * readShare)) * (1 - valid));
            fresh = (fresh * kept) + made[i];
            keptSinceStart[i + 1] = keptSinceStart[i] * kept;
            if (i >= ttlSteps && keptSinceStart[i + 1 - ttlSteps] > 0)
            {
                fresh -= made[i - ttlSteps] * (keptSinceStart[i + 1] / keptSinceStart[i + 1 - ttlSteps]);
            }
        }

        return operations == 0 ? 0 : expectedHits / operations;
    }

    /// <summary>
    /// The share that is valid at an operation of a step, on average: what is not valid at its beginning becomes so
    /// as the step's operations touch it.
    /// </summary>
    private static double MeanOver(double valid, double operationsPerId) => operationsPerId == 0
        ? valid
        : 1 - ((1 - valid) * (1 - Math.Exp(-operationsPerId)) / operationsPerId);

    /// <summary>
    /// Into how many steps a span is cut, so that a time to live is made of enough of them.
    /// </summary>
    private static int PartsPerSpan(int spans, double spanSeconds, double ttlSeconds)
    {
        var wanted = Math.Ceiling(spanSeconds * StepsPerTtl / ttlSeconds);
        return (int)Math.Clamp(wanted, 1, Math.Max(1, StepsMax / Math.Max(1, spans)));
    }
}
