using Spectre.Console;

namespace Strata.Lab;

/// <summary>One line of a curve chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Glyph">Its mark, different from the others' so that colour is not needed to tell them apart.</param>
/// <param name="Style">Its colour.</param>
/// <param name="Values">Its height at each place of the axis.</param>
internal sealed record Curve(string Name, char Glyph, Style Style, IReadOnlyList<double> Values);
