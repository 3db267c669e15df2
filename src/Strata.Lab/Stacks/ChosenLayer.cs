using Strata.Lab.Databases;

namespace Strata.Lab.Stacks;

/// <summary>A layer as it was described, not yet opened.</summary>
/// <param name="Open">Opens it.</param>
internal sealed record ChosenLayer(Func<StackSurroundings, ILayer<string, PassengerBookings?>> Open)
{
    /// <summary>
    /// The full path of the file it keeps its entries in, given the folder for files without a path of their own;
    /// null for a layer without a file. Default null.
    /// </summary>
    public Func<string, string?> FileIn { get; init; } = _ => null;
}
