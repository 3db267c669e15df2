namespace Strata.Resp;

/// <summary>Where an argument lies in the bytes of its command.</summary>
internal readonly record struct ArgumentRange(int Start, int Length);
