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
/// what was there at the start and has not expired. The integral is taken in steps.
/// </para>
/// <para>
/// Without expiry it comes to the closed form 1 − N(1 − e^(−ops/N))/ops: the distinct ids touched, seen as
/// misses.
/// </para>
/// </remarks>
internal static class HitRateModel
{
    private const int Steps = 4_000;

    /// <summary>Predicts the hit rate, 0 to 1.</summary>
    /// <param name="operations">How many operations were done.</param>
    /// <param name="duration">How long they took.</param>
    /// <param name="readShare">Share of reads, 0 to 1.</param>
    /// <param name="poolSize">How many ids they were drawn from.</param>
    /// <param name="ttl">The time to live of an entry.</param>
    /// <param name="start">The entries that were there at the start.</param>
    public static double Predict(
        long operations, TimeSpan duration, double readShare, int poolSize, TimeSpan ttl, StartingEntries start)
    {
        if (operations == 0 || duration <= TimeSpan.Zero)
        {
            return 0;
        }

        var ratePerId = operations / duration.TotalSeconds / poolSize;
        var step = StepSeconds(duration, ttl);
        var steps = (int)Math.Ceiling(duration.TotalSeconds / step);
        var writeRate = ratePerId * (1 - readShare);
        var readRate = ratePerId * readShare;
        var kept = Math.Exp(-writeRate * step);
        var ttlSteps = (int)Math.Min(steps, Math.Round(ttl.TotalSeconds / step));
        var leavesAfterTtl = Math.Pow(kept, ttlSteps);
        var made = new double[steps];
        var fresh = 0.0;
        var sum = 0.0;
        for (var i = 0; i < steps; i++)
        {
            var old = start.ShareAt(i * step, poolSize) * Math.Exp(-writeRate * i * step);
            var valid = Math.Min(1, fresh + old);
            sum += valid;

            // Within a step an id is made valid once at most: 1 − e^(−rate · step), not rate · step.
            made[i] = (1 - kept) + (kept * (1 - Math.Exp(-readRate * step)) * (1 - valid));
            fresh = (fresh * kept) + made[i];
            if (i >= ttlSteps)
            {
                fresh -= made[i - ttlSteps] * leavesAfterTtl;
            }
        }

        return sum / steps;
    }

    private static double StepSeconds(TimeSpan duration, TimeSpan ttl)
    {
        var step = duration.TotalSeconds / Steps;
        return ttl.TotalSeconds / 20 < step ? Math.Max(ttl.TotalSeconds / 20, duration.TotalSeconds / 400_000) : step;
    }
}
