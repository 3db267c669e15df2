using System.Security.Cryptography;

namespace Strata.Testing;

/// <summary>
/// The seed of a random test: taken from STRATA_SEED, else drawn anew, and printed so that a failing
/// run can be repeated.
/// </summary>
public static class Seed
{
    public static int Next(Action<string> print)
    {
        var wanted = Environment.GetEnvironmentVariable("STRATA_SEED");
        var seed = int.TryParse(wanted, out var fixedSeed) ? fixedSeed : RandomNumberGenerator.GetInt32(int.MaxValue);
        print($"seed {seed} (repeat with STRATA_SEED={seed})");
        return seed;
    }
}
