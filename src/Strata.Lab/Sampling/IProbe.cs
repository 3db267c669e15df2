namespace Strata.Lab.Sampling;

/// <summary>
/// One call to be timed. A struct: a type argument of the loop around it, so that the call is compiled into
/// the loop and costs nothing itself.
/// </summary>
internal interface IProbe
{
    /// <summary>
    /// Makes the call. It touches the key, as the empty call does: having it at hand is not its cost.
    /// </summary>
    /// <param name="key">A key equal to one that is held, but another instance.</param>
    /// <param name="position">Where the key stands among those asked for.</param>
    /// <returns>
    /// A number that depends on the result; the sum of them is kept, so that no call can be left out.
    /// </returns>
    int Run(string key, int position);
}
