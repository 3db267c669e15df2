using System.Runtime.InteropServices;

namespace Strata.Lab.Sampling;

/// <summary>Where figures were measured; without it they say nothing.</summary>
internal sealed record MachineFacts
{
    /// <summary>Processors the process can use.</summary>
    public required int Processors { get; init; }

    /// <summary>The instruction set.</summary>
    public required string Architecture { get; init; }

    /// <summary>The operating system.</summary>
    public required string Os { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The version of Strata.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The machine this runs on.</summary>
    public static MachineFacts Here() => new()
    {
        Processors = Environment.ProcessorCount,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        Os = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        ToolVersion = typeof(MachineFacts).Assembly.GetName().Version?.ToString(3) ?? "",
    };

    /// <summary>The machine on two lines of a sheet.</summary>
    public void AddTo(FigureSheet sheet)
    {
        var cores = Processors == 1 ? "1 core" : $"{Processors} cores";
        sheet.Row("machine", $"{cores}, {Architecture}, {Os}");
        sheet.Row("runtime", $"{Runtime}, Strata {ToolVersion}");
    }
}
