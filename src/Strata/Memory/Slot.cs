namespace Strata;

/// <summary>A place for one entry: key, value and what is known of them, side by side.</summary>
internal struct Slot<TKey, TValue>
    where TKey : notnull
{
    public EntryMeta Meta;
    public TKey Key;
    public TValue Value;
}
