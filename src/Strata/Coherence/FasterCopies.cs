namespace Strata;

/// <summary>
/// The copies in layers that are faster than a coherent one: drops them when somebody else changes the value below, and
/// keeps older values from getting there afterwards.
/// </summary>
/// <remarks>
/// <para>
/// <b>The promise.</b> A coherent layer reports a change between its answers, in the order in which the source made
/// them. When the report returns, no read that starts later is answered from a faster layer with an older value.
/// </para>
/// <para>
/// <b>Copies that are there</b> are removed before the report returns. In a memory layer that is one step. A
/// faster layer of another kind takes its time: until it has dropped the key, reads of the key pass it by.
/// </para>
/// <para>
/// <b>Copies on their way.</b> Whoever brings a value to a faster layer is in the key's gate, and noted a ticket
/// before it asked the coherent layer: a fill before its first read, a writer when its turn began. A report
/// makes the ticket void, and a copy goes to memory only under the gate's monitor while the ticket is good. So either
/// the copy comes first and the report removes it, or the report comes first and the copy is not stored. Whoever
/// has no gate yet asks the coherent layer after the report, and gets the new value.
/// </para>
/// <para>
/// <b>Own writes</b> are not reported. A report during a writer's turn is about someone else's write, before or
/// after ours, nobody knows: the writer then drops the copy, and the next read asks the coherent layer.
/// </para>
/// <para>
/// <b>Changes to all keys, and lost connections.</b> The faster layers are closed: hits and reads pass them by, and
/// nothing is stored there. Then all tickets become void; whoever stores at this moment is awaited, by passing
/// through the monitor of each gate; then the layers are emptied. They open again when they are empty and every
/// coherent layer says that it hears.
/// </para>
/// </remarks>
internal sealed class FasterCopies<TKey, TValue>
    where TKey : notnull
{
    private readonly LayerStack<TKey, TValue> _stack;
    private readonly KeyGates<TKey, TValue> _gates;
    private readonly Action<bool> _openMemory;
    private readonly Lock _lock = new();
    private readonly List<Source> _sources = [];

    // Layers before this index hold copies.
    private volatile int _below;
    private volatile uint _closed;
    private long _closings;
    private long _cleaned;
    private bool _isCleaning;
    private bool _isStopped;

    private FasterCopies(LayerStack<TKey, TValue> stack, KeyGates<TKey, TValue> gates, Action<bool> openMemory)
    {
        _stack = stack;
        _gates = gates;
        _openMemory = openMemory;
    }

    /// <summary>Begins to listen to the coherent layers of a stack; null if there are none below another.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="gates">The gates of their keys.</param>
    /// <param name="openMemory">Lets hits in the first layer's memory happen, or no longer.</param>
    public static FasterCopies<TKey, TValue>? Of(
        LayerStack<TKey, TValue> stack, KeyGates<TKey, TValue> gates, Action<bool> openMemory)
    {
        var copies = new FasterCopies<TKey, TValue>(stack, gates, openMemory);
        copies.Listen();
        return copies._sources.Count > 0 ? copies : null;
    }

    /// <summary>The layers that must be passed by now, whatever the key.</summary>
    public uint Closed => _closed;

    /// <summary>The layers that must be passed by now, for a key.</summary>
    public uint ClosedFor(KeyGate<TValue> gate) => gate.IsDistrusted ? _closed | Above(_below) : _closed;

    /// <summary>Lets no more hits happen and drops nothing any more: the layers are about to be closed.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Close();
        }
    }

    /// <summary>Whether a layer holds copies that have to be kept coherent.</summary>
    public bool Covers(LayerSlot<TKey, TValue> slot) => slot.Index < _below;

    /// <summary>Stores a copy if that is still right, else makes sure that there is none.</summary>
    public ValueTask StoreAsync(
        LayerSlot<TKey, TValue> slot,
        TKey key,
        Entry<TValue> entry,
        KeyGate<TValue> gate,
        FillTicket ticket,
        CancellationToken cancellationToken)
    {
        if (slot.Layer is not MemoryLayer<TKey, TValue> memory)
        {
            // A report that comes while this is under way drops the key after us: it waits for the gate's lock.
            return IsGood(gate, ticket)
                ? slot.Layer.SetAsync(key, entry, cancellationToken)
                : RemoveAsync(slot, key, cancellationToken);
        }

        lock (gate)
        {
            if (IsGood(gate, ticket))
            {
                memory.Set(key, entry);
            }
            else
            {
                memory.Remove(key);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static async ValueTask RemoveAsync(
        LayerSlot<TKey, TValue> slot, TKey key, CancellationToken cancellationToken) =>
        await slot.Layer.RemoveAsync(key, cancellationToken).ConfigureAwait(false);

    private void Listen()
    {
        foreach (var slot in _stack.Slots.Skip(1))
        {
            if (slot.Layer is ICoherentLayer<TKey, TValue> coherent)
            {
                var source = new Source(this, slot.Index);
                lock (_lock)
                {
                    _sources.Add(source);
                    _below = slot.Index;
                    Close();
                }

                if (!coherent.Listen(source))
                {
                    source.Resign();
                }
            }
        }
    }

    private static uint Above(int index) => (1u << index) - 1;

    private bool IsGood(KeyGate<TValue> gate, FillTicket ticket) =>
        _closed == 0 && _gates.Note(gate) == ticket;

    private void Change(TKey key, int index)
    {
        if (_gates.Find(key) is { } gate)
        {
            lock (gate)
            {
                gate.NoteWrite();
                RemoveFromMemory(key, index);
            }
        }
        else
        {
            RemoveFromMemory(key, index);
        }

        for (var i = 0; i < index; i++)
        {
            if (_stack.Slots[i].Layer is not MemoryLayer<TKey, TValue>)
            {
                _ = RemoveFromOthersAsync(key, index);
                return;
            }
        }
    }

    private void RemoveFromMemory(TKey key, int index)
    {
        for (var i = 0; i < index; i++)
        {
            (_stack.Slots[i].Layer as MemoryLayer<TKey, TValue>)?.Remove(key);
        }
    }

    private async Task RemoveFromOthersAsync(TKey key, int index)
    {
        var gate = _gates.Enter(key);
        gate.Distrust();
        try
        {
            using var turn = await _gates.BeginWriteAsync(key, CancellationToken.None).ConfigureAwait(false);
            for (var i = index - 1; i >= 0; i--)
            {
                var slot = _stack.Slots[i];
                if (slot.Layer is not MemoryLayer<TKey, TValue> && slot.IsWritable)
                {
                    await slot.Layer.RemoveAsync(key, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure)
        {
            // It may hold the old value for as long as it likes: it is passed by until it has been emptied.
            _stack.Report(_stack.Slots[0], "drop a changed key", failure);
            CloseAndClean();
        }
        finally
        {
            gate.TrustAgain();
            _gates.Leave(key, gate);
        }
    }

    private void CloseAndClean()
    {
        lock (_lock)
        {
            Close();
            OpenOrClean();
        }
    }

    /// <summary>Closes the faster layers at once. The caller holds the lock.</summary>
    private void Close()
    {
        _closed = Above(_below);
        _openMemory(false);
        _closings++;
        _gates.NoteChangeOfAll();
        _gates.PassThroughAll();
    }

    /// <summary>Opens the faster layers if that is right, or begins what is missing. Under the lock.</summary>
    private void OpenOrClean()
    {
        if (_cleaned == _closings)
        {
            if (_sources.TrueForAll(source => source.IsTrusted))
            {
                _closed = 0;
                _openMemory(true);
            }
        }
        else if (!_isCleaning && !_isStopped)
        {
            _isCleaning = true;
            _ = Task.Run(CleanAsync);
        }
    }

    private async Task CleanAsync()
    {
        while (true)
        {
            long closings;
            lock (_lock)
            {
                closings = _closings;
            }

            var isClean = true;
            for (var i = _below - 1; i >= 0; i--)
            {
                var slot = _stack.Slots[i];
                try
                {
                    if (slot.IsWritable)
                    {
                        await slot.Layer.ClearAsync(CancellationToken.None).ConfigureAwait(false);
                    }
                }
                catch (Exception failure)
                {
                    _stack.Report(slot, "clear", failure);
                    isClean = false;
                }
            }

            lock (_lock)
            {
                if (isClean && closings != _closings)
                {
                    continue;
                }

                _isCleaning = false;
                if (isClean)
                {
                    _cleaned = closings;
                    OpenOrClean();
                }

                return;
            }
        }
    }

    /// <summary>One coherent layer's ear.</summary>
    private sealed class Source(FasterCopies<TKey, TValue> copies, int index) : IChangeListener<TKey>
    {
        public int Index => index;

        public bool IsTrusted { get; private set; }

        public void Change(TKey key) => copies.Change(key, index);

        public void ChangeAll() => copies.CloseAndClean();

        public void Distrust()
        {
            lock (copies._lock)
            {
                IsTrusted = false;
                copies.Close();
                copies.OpenOrClean();
            }
        }

        public void Trust()
        {
            lock (copies._lock)
            {
                IsTrusted = true;
                copies.OpenOrClean();
            }
        }

        /// <summary>The layer will report nothing: it is like any other.</summary>
        public void Resign()
        {
            lock (copies._lock)
            {
                copies._sources.Remove(this);
                copies._below = copies._sources.Count == 0 ? 0 : copies._sources[^1].Index;
                copies._cleaned = copies._closings;
                copies._closed = copies._sources.Count == 0 ? 0 : copies._closed;
                if (copies._sources.Count == 0)
                {
                    copies._openMemory(true);
                }
            }
        }
    }
}
