using System.CommandLine;

namespace Strata.Cli.Plots;

/// <summary><c>strata plot</c>: shows what a log says.</summary>
internal sealed class PlotVerb : Command
{
    public PlotVerb(Terminal terminal) : base("plot", "Show what the log of a run says.")
    {
    }
}
