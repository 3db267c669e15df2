namespace Strata;

/// <summary>An entry that left, until it is told to the application.</summary>
internal readonly record struct RemovedEntry<TKey, TValue>(TKey Key, Entry<TValue> Entry, RemovalReason Reason);
