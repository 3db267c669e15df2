namespace Strata;

/// <summary>What a call says about an entry, checked against the layers there are.</summary>
/// <param name="Entry">What holds for the entry itself.</param>
/// <param name="Policy">When a write counts as done.</param>
/// <param name="NotRead">The layers reads pass by, one bit each.</param>
/// <param name="NotWritten">
/// The layers writes and fills pass by: those, and the ones the policy leaves out.
/// </param>
internal readonly record struct CallRules(EntryOptions Entry, WritePolicy Policy, uint NotRead, uint NotWritten);
