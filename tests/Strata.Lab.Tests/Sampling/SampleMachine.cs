using Strata.Lab.Sampling;

namespace Strata.Lab.Tests;

internal static class SampleMachine
{
    public static MachineFacts Facts { get; } = new()
    {
        Processors = 2,
        Architecture = "X64",
        Os = "An Operating System 1.2",
        Runtime = ".NET 10.0.0",
        ToolVersion = "0.1.0",
    };
}
