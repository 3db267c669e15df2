namespace Strata;

/// <summary>
/// The layers of a cache in order, and what is done to all of them: walk down, fill upwards, write, remove,
/// clear. It knows policies and counts; the order of concurrent operations is the gates' business.
/// </summary>
internal sealed class LayerStack<TKey, TValue>
    where TKey : notnull
{
    private readonly TimeProvider _clock;
    private readonly Action<LayerException>? _layerFailed;
    private readonly WritePolicy _writePolicy;

    public LayerStack(CacheOptions<TKey, TValue> options)
    {
        _clock = options.TimeProvider;
        _layerFailed = options.LayerFailed;
        Slots = [.. options.Layers.Select((layer, i) => new LayerSlot<TKey, TValue>(layer, i))];
        Names = [.. Slots.Select(slot => slot.Name)];
        AllWritten = new WriteResult(true, [.. Slots.Select(s => new LayerOutcome(s.Name, LayerAction.Written))]);
        RemovedFromOne = new WriteResult(true, [new LayerOutcome(Names[0], LayerAction.Removed)]);
        AbsentFromOne = new WriteResult(true, [new LayerOutcome(Names[0], LayerAction.Absent)]);
        _writePolicy = options.WritePolicy;
        Check(options.WritePolicy);
        DefaultRules = RulesOf(options.EntryDefaults);
    }

    public LayerSlot<TKey, TValue>[] Slots { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The result of a set that every layer took, shared because it is the common one.</summary>
    public WriteResult AllWritten { get; }

    /// <summary>The result of a remove that found the key, for a stack of one layer.</summary>
    public WriteResult RemovedFromOne { get; }

    /// <summary>The result of a remove that did not find the key, for a stack of one layer.</summary>
    public WriteResult AbsentFromOne { get; }

    /// <summary>The rules of a call that says nothing.</summary>
    public CallRules DefaultRules { get; }

    /// <summary>The slot of a layer.</summary>
    /// <exception cref="ArgumentException">No layer has that name.</exception>
    public LayerSlot<TKey, TValue> SlotOf(string name) =>
        Array.Find(Slots, slot => slot.Name == name)
        ?? throw new ArgumentException($"There is no layer '{name}'; the layers are {string.Join(", ", Names)}.");

    /// <summary>The rules of a call with these options; null takes the cache's own.</summary>
    /// <exception cref="ArgumentException">
    /// The options name a layer that is not there or cannot play its part.
    /// </exception>
    public CallRules RulesOf(EntryOptions? options)
    {
        if (options is null)
        {
            return DefaultRules;
        }

        if (options.WritePolicy is not null)
        {
            Check(options.WritePolicy);
        }

        var skip = 0u;
        foreach (var name in options.SkipLayers)
        {
            skip |= 1u << SlotOf(name).Index;
        }

        var policy = options.WritePolicy ?? _writePolicy;
        return new(options, policy, skip, policy.Rule == WriteRule.FirstLayerOnly ? AllButFirst(skip) : skip);
    }

    /// <summary>Asks the layers in order until one has the key.</summary>
    public async ValueTask<StackAnswer<TValue>> FindAsync(TKey key, uint skip, CancellationToken cancellationToken)
    {
        List<Exception>? failures = null;
        foreach (var slot in Slots)
        {
            if (IsSkipped(slot, skip))
            {
                continue;
            }

            Lookup<TValue> answer;
            try
            {
                answer = await slot.Layer.GetAsync(key, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answer = Lookup<TValue>.Unavailable(failure);
            }

            slot.CountRead(answer.Status);
            if (answer.Found)
            {
                return new(Lookup<TValue>.Hit(answer.Entry, slot.Name), slot.Index);
            }

            foreach (var failure in answer.Failures)
            {
                (failures ??= []).Add(Report(slot, "get", failure));
            }
        }

        return new(failures is null ? Lookup<TValue>.Miss : Lookup<TValue>.Unavailable(failures), -1);
    }

    /// <summary>Whether any layer holds the key.</summary>
    /// <exception cref="CacheUnavailableException">None that answered does, and some did not answer.</exception>
    public async ValueTask<bool> ContainsAsync(TKey key, uint skip, CancellationToken cancellationToken)
    {
        List<Exception>? failures = null;
        foreach (var slot in Slots)
        {
            try
            {
                if (!IsSkipped(slot, skip)
                    && await slot.Layer.ContainsAsync(key, cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (failures ??= []).Add(Report(slot, "look for a key", failure));
            }
        }

        return failures is null ? false : throw new CacheUnavailableException(failures);
    }

    /// <summary>
    /// Copies an entry into the writable layers above <paramref name="below"/>, slowest first. A layer that
    /// fails is counted and passed by: a fill never fails the read it serves.
    /// </summary>
    public async ValueTask FillAsync(
        TKey key,
        Entry<TValue> entry,
        int below,
        uint skip,
        CopyTicket<TKey, TValue> ticket,
        CancellationToken cancellationToken)
    {
        var isPromotion = below < Slots.Length;
        for (var i = below - 1; i >= 0; i--)
        {
            var slot = Slots[i];
            if (!IsWritten(slot, skip))
            {
                continue;
            }

            try
            {
                entry = slot.Limit(entry, _clock);
                await ticket.SetAsync(slot, key, entry, cancellationToken).ConfigureAwait(false);
                slot.Writes.Increment();
                if (isPromotion)
                {
                    slot.CountPromotion();
                }
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                slot.CountWriteFailure();
                Report(slot, isPromotion ? "promote" : "fill", failure);
            }
        }
    }

    /// <summary>
    /// Writes an entry as the policy says, slowest layer first, and lets no faster one keep it longer than a
    /// slower one may. When a layer fails that the policy needs, the faster ones drop the key instead, so that
    /// none hides what the failing layer may have taken after all.
    /// </summary>
    public async ValueTask<WriteResult> WriteAsync(
        TKey key,
        Entry<TValue> entry,
        CallRules rules,
        CopyTicket<TKey, TValue> ticket,
        CancellationToken cancellationToken)
    {
        LayerOutcome[]? outcomes = null;
        var isTaken = false;
        var isLost = false;
        for (var i = Slots.Length - 1; i >= 0; i--)
        {
            var slot = Slots[i];
            entry = slot.Limit(entry, _clock);
            LayerOutcome outcome;
            try
            {
                outcome = !IsWritten(slot, rules.NotWritten) ? new(slot.Name, LayerAction.Skipped)
                    : isLost
                        ? await RemoveFromAsync(slot, key, LayerAction.Dropped, cancellationToken).ConfigureAwait(false)
                    : await WriteToAsync(slot, key, entry, ticket, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A slower layer may hold the new entry: no faster one may go on hiding it with an older.
                await DropFromAsync(isTaken ? i : i - 1, key, rules.NotWritten).ConfigureAwait(false);
                throw;
            }

            isTaken |= outcome.Action == LayerAction.Written;
            isLost |= outcome.Action == LayerAction.Failed && Needs(rules.Policy, slot);
            if (outcome.Action != LayerAction.Written)
            {
                outcomes ??= [.. AllWritten.Layers];
                outcomes[i] = outcome;
            }
        }

        return outcomes is null ? AllWritten : SetResult(rules.Policy, outcomes);
    }

    /// <summary>Removes a key from every writable layer, slowest first, going on when one fails.</summary>
    public async ValueTask<WriteResult> RemoveAsync(TKey key, WritePolicy policy, CancellationToken cancellationToken)
    {
        var outcomes = new LayerOutcome[Slots.Length];
        for (var i = Slots.Length - 1; i >= 0; i--)
        {
            var slot = Slots[i];
            try
            {
                outcomes[i] = slot.IsWritable
                    ? await RemoveFromAsync(slot, key, LayerAction.Removed, cancellationToken).ConfigureAwait(false)
                    : new(slot.Name, LayerAction.Skipped);
            }
            catch (OperationCanceledException)
            {
                // A slower layer may have dropped it: no faster one may go on answering what is gone there.
                await DropFromAsync(i - 1, key, 0).ConfigureAwait(false);
                throw;
            }
        }

        return RemoveResult(policy, outcomes);
    }

    /// <summary>The result of a remove with these outcomes.</summary>
    public static WriteResult RemoveResult(WritePolicy policy, LayerOutcome[] outcomes) =>
        new(IsSatisfied(policy, outcomes, LayerAction.Removed, LayerAction.Absent), outcomes);

    /// <summary>Empties every writable layer, slowest first, going on when one fails.</summary>
    public async ValueTask<WriteResult> ClearAsync(WritePolicy policy, CancellationToken cancellationToken)
    {
        var outcomes = new LayerOutcome[Slots.Length];
        for (var i = Slots.Length - 1; i >= 0; i--)
        {
            var slot = Slots[i];
            outcomes[i] = new(slot.Name, LayerAction.Skipped);
            if (!slot.IsWritable)
            {
                continue;
            }

            try
            {
                await slot.Layer.ClearAsync(cancellationToken).ConfigureAwait(false);
                outcomes[i] = new(slot.Name, LayerAction.Cleared);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                slot.CountWriteFailure();
                outcomes[i] = new(slot.Name, LayerAction.Failed, Report(slot, "clear", failure));
            }
        }

        return new WriteResult(IsSatisfied(policy, outcomes, LayerAction.Cleared), outcomes);
    }

    /// <summary>The result of a set that came to these outcomes.</summary>
    public static WriteResult SetResult(WritePolicy policy, LayerOutcome[] outcomes) =>
        new(IsSatisfied(policy, outcomes, LayerAction.Written), outcomes);

    /// <summary>Whether a write that failed in this layer cannot satisfy the policy any more.</summary>
    public static bool Needs(WritePolicy policy, LayerSlot<TKey, TValue> slot) => policy.Rule switch
    {
        WriteRule.Any => false,
        WriteRule.Primary => slot.Name == policy.PrimaryLayer,
        _ => true,
    };

    /// <summary>Whether entries are stored in this layer.</summary>
    public static bool IsWritten(LayerSlot<TKey, TValue> slot, uint skip) => slot.IsWritable && !IsSkipped(slot, skip);

    /// <summary>Whether a layer is among those to pass by.</summary>
    public static bool IsSkipped(LayerSlot<TKey, TValue> slot, uint skip) => (skip & (1u << slot.Index)) != 0;

    /// <summary>
    /// Tells the owner of the cache about a failure, and gives it the facts every failure has.
    /// </summary>
    public LayerException Report(LayerSlot<TKey, TValue> slot, string operation, Exception failure)
    {
        var reported = LayerException.From(slot.Name, operation, failure);
        try
        {
            _layerFailed?.Invoke(reported);
        }
        catch (Exception)
        {
            // A listener that throws must not turn a failure that was survived into one that was not.
        }

        return reported;
    }

    private static bool IsSatisfied(
        WritePolicy policy, LayerOutcome[] outcomes, LayerAction done, LayerAction alsoDone = LayerAction.Cleared)
    {
        bool IsDone(LayerOutcome o) => o.Action == done || o.Action == alsoDone;
        return policy.Rule switch
        {
            WriteRule.Any => Array.Exists(outcomes, IsDone),
            WriteRule.Primary => Array.Exists(outcomes, o => o.Layer == policy.PrimaryLayer && IsDone(o)),
            _ => Array.Exists(outcomes, IsDone) && !Array.Exists(outcomes, o => o.Action == LayerAction.Failed),
        };
    }

    /// <summary>
    /// Drops a key from a layer and those above it, as far as they can: nobody waits for the
    /// outcome.
    /// </summary>
    private async ValueTask DropFromAsync(int index, TKey key, uint skip)
    {
        for (var i = index; i >= 0; i--)
        {
            if (IsWritten(Slots[i], skip))
            {
                await RemoveFromAsync(Slots[i], key, LayerAction.Dropped, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refuses a policy that names a layer which cannot play its part.</summary>
    private void Check(WritePolicy policy)
    {
        if (policy.PrimaryLayer is { } primary && !SlotOf(primary).IsWritable)
        {
            throw new ArgumentException($"The primary layer '{primary}' is read-only.");
        }
    }

    private uint AllButFirst(uint skip)
    {
        var first = Array.FindIndex(Slots, slot => IsWritten(slot, skip));
        return first < 0 ? skip : ~(1u << first);
    }

    private async ValueTask<LayerOutcome> WriteToAsync(
        LayerSlot<TKey, TValue> slot,
        TKey key,
        Entry<TValue> entry,
        CopyTicket<TKey, TValue> ticket,
        CancellationToken cancellationToken)
    {
        try
        {
            await ticket.SetAsync(slot, key, entry, cancellationToken).ConfigureAwait(false);
            slot.Writes.Increment();
            return new(slot.Name, LayerAction.Written);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            slot.CountWriteFailure();
            return new(slot.Name, LayerAction.Failed, Report(slot, "set", failure));
        }
    }

    private async ValueTask<LayerOutcome> RemoveFromAsync(
        LayerSlot<TKey, TValue> slot, TKey key, LayerAction whenThere, CancellationToken cancellationToken)
    {
        try
        {
            var existed = await slot.Layer.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
            slot.CountRemove();
            return new(slot.Name, existed || whenThere == LayerAction.Dropped ? whenThere : LayerAction.Absent);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            slot.CountWriteFailure();
            return new(slot.Name, LayerAction.Failed, Report(slot, "remove", failure));
        }
    }
}
