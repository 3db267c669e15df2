using Strata.Lab.Traces;

namespace Strata.Lab.Tests.Traces;

/// <summary>Small random traces, with some keys more popular than others.</summary>
internal static class Requests
{
    public static Trace Draw(Random random, int requestsMax = 400, int keysMax = 30)
    {
        var keys = new long[random.Next(1, requestsMax)];
        var distinct = random.Next(1, keysMax);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Math.Min(random.Next(distinct), random.Next(distinct));
        }

        return new Trace("drawn", keys);
    }
}
