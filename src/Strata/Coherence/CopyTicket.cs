namespace Strata;

/// <summary>What whoever brings a value to faster layers noted before it asked a coherent one.</summary>
/// <param name="Copies">Keeps the copies coherent; null if there is nothing to keep.</param>
/// <param name="Gate">The gate of the key.</param>
/// <param name="Ticket">What was noted.</param>
internal readonly record struct CopyTicket<TKey, TValue>(
    FasterCopies<TKey, TValue>? Copies, KeyGate<TValue> Gate, FillTicket Ticket)
    where TKey : notnull
{
    /// <summary>Sets an entry in a layer; if that would hide a newer value, makes sure that there is none.</summary>
    public ValueTask SetAsync(
        LayerSlot<TKey, TValue> slot, TKey key, Entry<TValue> entry, CancellationToken cancellationToken) =>
        Copies is not null && Copies.Covers(slot)
            ? Copies.StoreAsync(slot, key, entry, Gate, Ticket, cancellationToken)
            : slot.Layer.SetAsync(key, entry, cancellationToken);
}
