using Spectre.Console;

namespace Strata.Lab;

/// <summary>One thing a latency chart follows through time.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Glyph">
/// Its mark, different from the others' so that colour is not needed to tell them apart.
/// </param>
/// <param name="Style">Its colour.</param>
/// <param name="Value">Its value in a slot, in microseconds; null where there is none.</param>
/// <param name="Joined">Whether a dotted line joins its marks.</param>
internal sealed record Track(
    string Name, char Glyph, Style Style, Func<TimeSlot, double?> Value, bool Joined = false);
