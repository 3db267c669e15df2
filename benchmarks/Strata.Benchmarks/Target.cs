namespace Strata.Benchmarks;

/// <summary>A figure that is to be reached.</summary>
/// <param name="What">What is to be reached.</param>
/// <param name="Unit">What the figure counts, written behind it.</param>
/// <param name="Limit">The figure to reach.</param>
/// <param name="IsAtLeast">Whether more is better.</param>
internal record Target(string What, string Unit, double Limit, bool IsAtLeast)
{
    /// <summary>Prints what was to be reached and what was.</summary>
    public static void Print(IEnumerable<(Target Target, double Figure)> measured)
    {
        Console.WriteLine();
        Console.WriteLine($"{"targets",-64}{"",12}{"measured",10}");
        foreach (var (target, figure) in measured)
        {
            var limit = $"{(target.IsAtLeast ? '≥' : '≤')} {target.Limit} {target.Unit}";
            Console.WriteLine(
                $"{target.What,-64}{limit,12}{figure,10:N2}  {(target.IsMet(figure) ? "met" : "missed")}");
        }
    }

    private bool IsMet(double figure) => IsAtLeast ? figure >= Limit : figure <= Limit;
}
