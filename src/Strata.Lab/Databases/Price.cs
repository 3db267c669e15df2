namespace Strata.Lab.Databases;

/// <summary>Sums of money as every database is made to answer them.</summary>
internal static class Price
{
    /// <summary>Exactly two decimals, so that equal sums are written equally too.</summary>
    public static decimal Normal(decimal sum) => decimal.Round(sum, 2) + 0.00m;
}
