namespace Strata.Tests.Memory;

/// <summary>Tests that measure the whole process, and so have it for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
