namespace Strata.Lab.Stacks;

/// <summary>A kind of layer that can be named after <c>--cache</c>.</summary>
/// <param name="Name">The word it begins with.</param>
/// <param name="Forms">How it may be written, for people.</param>
/// <param name="Parse">
/// Checks what stands after the colon (null if there is none) and gives back the layer, not yet opened.
/// Throws <see cref="ArgumentException"/> with the reason when that is refused.
/// </param>
internal sealed record LayerKind(
    string Name,
    IReadOnlyList<string> Forms,
    Func<string?, ChosenLayer> Parse);
