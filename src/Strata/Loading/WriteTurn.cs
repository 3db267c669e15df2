namespace Strata;

/// <summary>
/// A writer's time with one key; at its end what others read before becomes void, and the next may
/// write.
/// </summary>
internal readonly struct WriteTurn<TKey, TValue>(KeyGates<TKey, TValue> gates, TKey key, KeyGate<TValue> gate)
    : IDisposable
    where TKey : notnull
{
    public KeyGate<TValue> Gate => gate;

    public void Dispose()
    {
        gate.NoteWrite();
        gate.WriteLock.Release();
        gates.Leave(key, gate);
    }
}
