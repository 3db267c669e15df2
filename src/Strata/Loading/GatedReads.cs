namespace Strata;

/// <summary>
/// Reads that go below memory, through the gate of their key: what a slower layer has is promoted, and what
/// none has is loaded, once for all who ask.
/// </summary>
internal sealed class GatedReads<TKey, TValue>(
    LayerStack<TKey, TValue> stack,
    KeyGates<TKey, TValue> gates,
    RequestCounters counters,
    FasterCopies<TKey, TValue>? copies,
    bool isPromoting,
    Func<TValue, EntryOptions, Entry<TValue>> newEntry)
    where TKey : notnull
{
    /// <summary>Asks the layers in order and promotes what is found.</summary>
    public async ValueTask<Lookup<TValue>> FindAsync(TKey key, CancellationToken cancellationToken)
    {
        var gate = gates.Enter(key);
        try
        {
            var lookup = await FindAndPromoteAsync(gate, gates.Note(gate), key, 0, cancellationToken)
                .ConfigureAwait(false);
            counters.CountRequest(lookup.Status);
            return lookup;
        }
        finally
        {
            gates.Leave(key, gate);
        }
    }

    /// <summary>Asks the layers in order, then loads; or waits for another caller who does.</summary>
    public async ValueTask<Lookup<TValue>> LoadAsync<TState>(
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        CallRules rules,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var gate = gates.Enter(key);
        try
        {
            var flight = JoinOrBegin(gate, key, out var isShared);
            if (!isShared)
            {
                _ = FlyAsync(flight, gate, key, state, load, rules);
            }

            Lookup<TValue> lookup;
            try
            {
                lookup = await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                counters.CountRequest(flight.LayersSaid, isShared);
                throw;
            }

            counters.CountRequest(flight.LayersSaid, isShared);
            return lookup;
        }
        finally
        {
            gates.Leave(key, gate);
        }
    }

    private Flight<TValue> JoinOrBegin(KeyGate<TValue> gate, TKey key, out bool isShared)
    {
        lock (gate)
        {
            var ticket = gates.Note(gate);
            if (gate.Flight is { } flight && flight.Ticket == ticket)
            {
                if (flight.IsRunningHere)
                {
                    throw new InvalidOperationException(
                        $"The load function of key '{key}' asks the cache for that key; it would wait for itself.");
                }

                if (flight.TryJoin())
                {
                    isShared = true;
                    return flight;
                }
            }

            isShared = false;
            return gate.Flight = new Flight<TValue>(ticket);
        }
    }

    /// <summary>
    /// Finds or loads for all who wait on the flight. Never throws: its outcome is the flight's.
    /// </summary>
    private async Task FlyAsync<TState>(
        Flight<TValue> flight,
        KeyGate<TValue> gate,
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        CallRules rules)
    {
        // In its own name: the caller who began the flight may leave before it ends.
        gates.Enter(key);
        flight.Begin();
        try
        {
            var lookup = await FindAndPromoteAsync(gate, flight.Ticket, key, rules.NotRead, flight.Abandoned)
                .ConfigureAwait(false);
            flight.LayersSaid = lookup.Status;
            if (!lookup.Found)
            {
                var value = await LoadCountedAsync(key, state, load, flight.Abandoned).ConfigureAwait(false);
                var entry = newEntry(value, rules.Entry);
                lookup = Lookup<TValue>.Hit(entry);
                await FillAsync(
                    gate, flight.Ticket, key, entry, stack.Slots.Length, rules.NotWritten, flight.Abandoned)
                    .ConfigureAwait(false);
            }

            Land(flight, gate);
            flight.Complete(lookup);
        }
        catch (Exception failure)
        {
            Land(flight, gate);
            flight.Fail(failure);
        }
        finally
        {
            gates.Leave(key, gate);
        }
    }

    private async ValueTask<Lookup<TValue>> FindAndPromoteAsync(
        KeyGate<TValue> gate, FillTicket ticket, TKey key, uint skip, CancellationToken cancellationToken)
    {
        var passedBy = skip | (copies?.ClosedFor(gate) ?? 0);
        var answer = await stack.FindAsync(key, passedBy, cancellationToken).ConfigureAwait(false);
        if (answer.Index > 0 && isPromoting)
        {
            await FillAsync(gate, ticket, key, answer.Lookup.Entry, answer.Index, skip, cancellationToken)
                .ConfigureAwait(false);
        }

        return answer.Lookup;
    }

    private async ValueTask<TValue> LoadCountedAsync<TState>(
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        CancellationToken abandoned)
    {
        counters.CountLoad();
        try
        {
            return await load(key, state, abandoned).ConfigureAwait(false);
        }
        catch (Exception)
        {
            counters.CountLoadFailure();
            throw;
        }
    }

    /// <summary>
    /// Stores in the layers above <paramref name="below"/>, unless the key was written meanwhile.
    /// </summary>
    private async ValueTask FillAsync(
        KeyGate<TValue> gate,
        FillTicket ticket,
        TKey key,
        Entry<TValue> entry,
        int below,
        uint skip,
        CancellationToken cancellationToken)
    {
        if (!gates.TryBeginFill(gate, ticket))
        {
            counters.CountDiscardedFill();
            return;
        }

        try
        {
            await stack.FillAsync(key, entry, below, skip, new(copies, gate, ticket), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            gates.EndFill(gate);
        }
    }

    /// <summary>Lets the next caller begin anew, before the waiting ones learn the outcome.</summary>
    private static void Land(Flight<TValue> flight, KeyGate<TValue> gate)
    {
        lock (gate)
        {
            if (gate.Flight == flight)
            {
                gate.Flight = null;
            }
        }
    }
}
