namespace Strata;

/// <summary>What a walk down the layers found, and at which index; -1 if in none.</summary>
internal readonly record struct StackAnswer<TValue>(Lookup<TValue> Lookup, int Index);
