namespace Strata;

/// <summary>The forms for many keys: one batch per layer, an answer or result per key.</summary>
internal sealed class ManyKeys<TKey, TValue>(
    LayerStack<TKey, TValue> stack,
    KeyGates<TKey, TValue> gates,
    RequestCounters counters,
    FasterCopies<TKey, TValue>? copies,
    CacheOptions<TKey, TValue> options)
    where TKey : notnull
{
    private readonly IEqualityComparer<TKey>? _comparer = options.Comparer;

    public async ValueTask<IReadOnlyDictionary<TKey, Lookup<TValue>>> GetAsync(
        IEnumerable<TKey> keys, CancellationToken cancellationToken)
    {
        var batch = Distinct(keys);
        var found = new Lookup<TValue>[batch.Length];
        var foundAt = new int[batch.Length];
        Array.Fill(foundAt, -1);

        // The gates sort their keys when they lock; a fill does not lock, and a copy keeps the positions safe.
        using var open = new OpenGates<TKey, TValue>(gates, [.. batch]);
        await FindAsync(open, batch, found, foundAt, cancellationToken).ConfigureAwait(false);
        if (options.Promotion)
        {
            await PromoteAsync(open, batch, found, foundAt, cancellationToken).ConfigureAwait(false);
        }

        var answers = new Dictionary<TKey, Lookup<TValue>>(batch.Length, _comparer);
        for (var i = 0; i < batch.Length; i++)
        {
            counters.CountRequest(found[i].Status);
            answers.Add(batch[i], found[i]);
        }

        return answers;
    }

    public async ValueTask<IReadOnlyDictionary<TKey, WriteResult>> SetAsync(
        IEnumerable<KeyValuePair<TKey, TValue>> values,
        Func<TValue, Entry<TValue>> newEntry,
        CallRules rules,
        CancellationToken cancellationToken)
    {
        var last = new Dictionary<TKey, Entry<TValue>>(_comparer);
        foreach (var (key, value) in values)
        {
            last[key] = newEntry(value);
        }

        var batch = last.ToArray();
        var outcomes = NewOutcomes(batch.Length);
        using var open = new OpenGates<TKey, TValue>(gates, [.. last.Keys]);
        await open.LockAsync(cancellationToken).ConfigureAwait(false);
        var tickets = Array.ConvertAll(batch, pair => NoteNow(pair.Key));
        for (var i = stack.Slots.Length - 1; i >= 0; i--)
        {
            if (!LayerStack<TKey, TValue>.IsWritten(stack.Slots[i], rules.NotWritten))
            {
                continue;
            }

            try
            {
                await WriteToAsync(stack.Slots[i], batch, tickets, outcomes, rules.Policy, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // As for a single key: no faster layer may go on hiding what a slower one has taken.
                var isTaken = outcomes.Any(made => Array.Exists(made, o => o.Action == LayerAction.Written));
                await DropFromAsync(isTaken ? i : i - 1, [.. last.Keys], rules.NotWritten).ConfigureAwait(false);
                throw;
            }
        }

        return Results(
            batch.Select(pair => pair.Key),
            outcomes,
            made => Array.TrueForAll(made, o => o.Action == LayerAction.Written)
                ? stack.AllWritten
                : LayerStack<TKey, TValue>.SetResult(rules.Policy, made));
    }

    public async ValueTask<IReadOnlyDictionary<TKey, WriteResult>> RemoveAsync(
        IEnumerable<TKey> keys, CancellationToken cancellationToken)
    {
        var batch = Distinct(keys);
        var outcomes = NewOutcomes(batch.Length);
        using var open = new OpenGates<TKey, TValue>(gates, [.. batch]);
        await open.LockAsync(cancellationToken).ConfigureAwait(false);
        for (var i = stack.Slots.Length - 1; i >= 0; i--)
        {
            if (stack.Slots[i] is { IsWritable: true } slot)
            {
                await RemoveFromAsync(
                    slot,
                    [.. Enumerable.Range(0, batch.Length)],
                    batch,
                    outcomes,
                    LayerAction.Removed,
                    cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return Results(batch, outcomes, made => LayerStack<TKey, TValue>.RemoveResult(options.WritePolicy, made));
    }

    private async ValueTask FindAsync(
        OpenGates<TKey, TValue> open,
        TKey[] batch,
        Lookup<TValue>[] found,
        int[] foundAt,
        CancellationToken cancellationToken)
    {
        var missing = Enumerable.Range(0, batch.Length).ToList();
        var failures = new List<Exception>?[batch.Length];
        foreach (var slot in stack.Slots)
        {
            if (missing.Count == 0)
            {
                break;
            }

            if (copies is not null && LayerStack<TKey, TValue>.IsSkipped(slot, open.ClosedIn(copies)))
            {
                continue;
            }

            var asked = missing.ConvertAll(i => batch[i]).ToArray();
            var answers = new Lookup<TValue>[asked.Length];
            try
            {
                await slot.Layer.GetManyAsync(asked, answers, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Array.Fill(answers, Lookup<TValue>.Unavailable(failure));
            }

            var still = new List<int>();
            for (var a = 0; a < answers.Length; a++)
            {
                var i = missing[a];
                slot.CountRead(answers[a].Status);
                if (answers[a].Found)
                {
                    found[i] = Lookup<TValue>.Hit(answers[a].Entry, slot.Name);
                    foundAt[i] = slot.Index;
                    continue;
                }

                still.Add(i);
                foreach (var failure in answers[a].Failures)
                {
                    (failures[i] ??= []).Add(stack.Report(slot, "get", failure));
                }
            }

            missing = still;
        }

        foreach (var i in missing)
        {
            found[i] = failures[i] is { } why ? Lookup<TValue>.Unavailable(why) : Lookup<TValue>.Miss;
        }
    }

    private async ValueTask PromoteAsync(
        OpenGates<TKey, TValue> open,
        TKey[] batch,
        Lookup<TValue>[] found,
        int[] foundAt,
        CancellationToken cancellationToken)
    {
        var risen = new List<int>();
        for (var i = 0; i < batch.Length; i++)
        {
            if (foundAt[i] <= 0)
            {
                continue;
            }

            if (open.TryBeginFill(i))
            {
                risen.Add(i);
            }
            else
            {
                counters.CountDiscardedFill();
            }
        }

        var rising = Array.ConvertAll(found, answer => answer.Found ? answer.Entry : default);
        for (var layer = stack.Slots.Length - 2; layer >= 0 && risen.Count > 0; layer--)
        {
            var slot = stack.Slots[layer];
            var positions = risen.FindAll(i => foundAt[i] > layer);
            if (!slot.IsWritable || positions.Count == 0)
            {
                continue;
            }

            var entries = positions.ConvertAll(i =>
                KeyValuePair.Create(batch[i], rising[i] = slot.Limit(rising[i], options.TimeProvider)));
            var tickets = positions.ConvertAll(i => open.TicketOf(i, copies));
            var failures = await SetBatchAsync(slot, entries, tickets, "promote", cancellationToken)
                .ConfigureAwait(false);
            foreach (var failure in failures)
            {
                if (failure is null)
                {
                    slot.CountPromotion();
                }
            }
        }
    }

    private async ValueTask WriteToAsync(
        LayerSlot<TKey, TValue> slot,
        KeyValuePair<TKey, Entry<TValue>>[] batch,
        CopyTicket<TKey, TValue>[] tickets,
        LayerOutcome[][] outcomes,
        WritePolicy policy,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = KeyValuePair.Create(batch[i].Key, slot.Limit(batch[i].Value, options.TimeProvider));
        }

        var all = Enumerable.Range(0, batch.Length).ToList();
        var lost = all.FindAll(i => IsLost(policy, outcomes[i]));
        var sound = all.Except(lost).ToList();
        var failures = await SetBatchAsync(
            slot, sound.ConvertAll(i => batch[i]), sound.ConvertAll(i => tickets[i]), "set", cancellationToken)
            .ConfigureAwait(false);
        for (var s = 0; s < sound.Count; s++)
        {
            outcomes[sound[s]][slot.Index] = failures[s] is { } failure
                ? new(slot.Name, LayerAction.Failed, failure)
                : new(slot.Name, LayerAction.Written);
        }

        if (lost.Count > 0)
        {
            var keys = Array.ConvertAll(batch, pair => pair.Key);
            await RemoveFromAsync(slot, [.. lost], keys, outcomes, LayerAction.Dropped, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private bool IsLost(WritePolicy policy, LayerOutcome[] outcomes) =>
        Array.Exists(stack.Slots, s =>
            outcomes[s.Index].Action == LayerAction.Failed && LayerStack<TKey, TValue>.Needs(policy, s));

    private async ValueTask<LayerException?[]> SetBatchAsync(
        LayerSlot<TKey, TValue> slot,
        List<KeyValuePair<TKey, Entry<TValue>>> entries,
        List<CopyTicket<TKey, TValue>> tickets,
        string operation,
        CancellationToken cancellationToken)
    {
        var failures = new Exception?[entries.Count];
        if (entries.Count == 0)
        {
            return [];
        }

        var batch = entries.ToArray();
        try
        {
            if (copies is not null && copies.Covers(slot))
            {
                await SetEachAsync(slot, batch, tickets, failures, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await slot.Layer.SetManyAsync(batch, failures, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(failures, failure);
        }

        return Array.ConvertAll(failures, failure =>
        {
            if (failure is null)
            {
                slot.Writes.Increment();
                return null;
            }

            slot.CountWriteFailure();
            return stack.Report(slot, operation, failure);
        });
    }

    /// <summary>One by one, because each may be the one that must not be stored any more.</summary>
    private static async ValueTask SetEachAsync(
        LayerSlot<TKey, TValue> slot,
        KeyValuePair<TKey, Entry<TValue>>[] batch,
        List<CopyTicket<TKey, TValue>> tickets,
        Exception?[] failures,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            try
            {
                await tickets[i].SetAsync(slot, batch[i].Key, batch[i].Value, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failures[i] = failure;
            }
        }
    }

    /// <summary>The ticket of a writer whose turn has begun.</summary>
    private CopyTicket<TKey, TValue> NoteNow(TKey key)
    {
        var gate = gates.Find(key)!;
        return new(copies, gate, gates.Note(gate));
    }

    private async ValueTask RemoveFromAsync(
        LayerSlot<TKey, TValue> slot,
        int[] positions,
        TKey[] keys,
        LayerOutcome[][] outcomes,
        LayerAction whenThere,
        CancellationToken cancellationToken)
    {
        var asked = Array.ConvertAll(positions, i => keys[i]);
        var existed = new bool[asked.Length];
        var failures = new Exception?[asked.Length];
        try
        {
            await slot.Layer.RemoveManyAsync(asked, existed, failures, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(failures, failure);
        }

        for (var a = 0; a < asked.Length; a++)
        {
            if (failures[a] is { } failure)
            {
                slot.CountWriteFailure();
                outcomes[positions[a]][slot.Index] =
                    new(slot.Name, LayerAction.Failed, stack.Report(slot, "remove", failure));
                continue;
            }

            slot.CountRemove();
            var action = existed[a] || whenThere == LayerAction.Dropped ? whenThere : LayerAction.Absent;
            outcomes[positions[a]][slot.Index] = new(slot.Name, action);
        }
    }

    private async ValueTask DropFromAsync(int index, TKey[] keys, uint skip)
    {
        int[] all = [.. Enumerable.Range(0, keys.Length)];
        for (var i = index; i >= 0; i--)
        {
            if (LayerStack<TKey, TValue>.IsWritten(stack.Slots[i], skip))
            {
                await RemoveFromAsync(
                    stack.Slots[i], all, keys, NewOutcomes(keys.Length), LayerAction.Dropped, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Each key once; a null one is refused before any gate is entered.</summary>
    private TKey[] Distinct(IEnumerable<TKey> keys)
    {
        var batch = keys.Distinct(_comparer).ToArray();
        return Array.Exists(batch, key => key is null)
            ? throw new ArgumentException("A key is null.", nameof(keys))
            : batch;
    }

    private LayerOutcome[][] NewOutcomes(int count)
    {
        var outcomes = new LayerOutcome[count][];
        for (var i = 0; i < count; i++)
        {
            outcomes[i] = Array.ConvertAll(stack.Slots, s => new LayerOutcome(s.Name, LayerAction.Skipped));
        }

        return outcomes;
    }

    private Dictionary<TKey, WriteResult> Results(
        IEnumerable<TKey> keys, LayerOutcome[][] outcomes, Func<LayerOutcome[], WriteResult> result)
    {
        var results = new Dictionary<TKey, WriteResult>(outcomes.Length, _comparer);
        foreach (var key in keys)
        {
            results.Add(key, result(outcomes[results.Count]));
        }

        return results;
    }
}
