using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The engine of a memory layer with one policy.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TEviction">Decides which entry leaves to make room.</typeparam>
/// <typeparam name="TCounting">Whether hits and misses are counted.</typeparam>
internal sealed class PolicyEngine<TKey, TValue, TEviction, TCounting> : MemoryEngine<TKey, TValue>
    where TKey : notnull
    where TEviction : struct, IEviction
    where TCounting : struct, ICounting
{
    private const int BucketsAtFirst = MemoryStripes<TKey, TValue, TEviction>.CountMax;

    private readonly MemoryLayerOptions<TKey, TValue> _options;
    private readonly EntryTable<TKey, TValue> _table;
    private readonly EntryFormat<TKey, TValue> _format;
    private readonly KeyHasher<TKey> _hasher;
    private readonly StringHash? _strings;
    private readonly SlotArena<TKey, TValue> _arena;
    private readonly ClockHorizon _horizon;
    private readonly MemoryStripes<TKey, TValue, TEviction> _stripes;
    private readonly ThreadCounter _hits = new();
    private readonly ThreadCounter _misses = new();
    private readonly ThreadCounter _overwrites = new();
    private readonly LayerStamp _stamp = new();
    private readonly PolicyTuner? _tuner;
    private uint _sampleBelow;
    private readonly long _stampMask;
    private readonly RemovalNotices<TKey, TValue>? _notices;
    private volatile bool _isDisposed;

    public PolicyEngine(MemoryEngineStart<TKey, TValue> start)
        : base(start.Bounds, start.Advice)
    {
        _options = start.Options;
        _horizon = ClockHorizon.Of(_options.TimeProvider);
        _hasher = new KeyHasher<TKey>(_options.Comparer, _options.Seed);
        _strings = _hasher.Strings;
        _arena = new SlotArena<TKey, TValue>();
        var now = _options.TimeProvider.NowMs();
        _format = new EntryFormat<TKey, TValue>(_arena, now);
        _notices = _options.EntryRemoved is { } receiver ? new(receiver) : null;
        _tuner = TEviction.NewTuner(_options.CapacityEntries);
        if (_tuner is not null)
        {
            _tuner.SampleChanged = FitSample;
        }

        _table = new EntryTable<TKey, TValue>(_arena, _hasher, BucketsAtFirst);
        _stripes = new(_options, _table, Bounds, StripeFactory(now));
        FitSample();
        _stampMask = (long)BitOperations.RoundUpToPowerOf2(
            (uint)Math.Clamp(_options.CapacityEntries / LayerStamp.PerCapacity, 1, 1 << 20)) - 1;
    }

    public override bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!typeof(TKey).IsValueType && key is null)
        {
            ThrowNullKey();
        }

        // The way of nearly every hit, without a call but that which compares the keys; whatever is unusual about it
        // is left to the method below.
        var strings = typeof(TKey).IsValueType ? null : _strings;
        var hash = strings is null ? _hasher.Hash(key) : strings.Of(Unsafe.As<TKey, string>(ref key));
        var arena = _arena;
        var buckets = _table.Buckets;
        var index = buckets.Head(hash);
        while (index != 0)
        {
            if (arena.SlotsAround(index) is not { } slots)
            {
                break;
            }

            ref var slot = ref SlotArena<TKey, TValue>.At(slots, index);
            var version = Volatile.Read(ref slot.Meta.Version);
            if (slot.Meta.Hash == hash)
            {
                var held = slot.Key;
                var isKey = strings is null
                    ? _table.IsKey(ref slot, version, key)
                    : StringHash.Equal(Unsafe.As<TKey, string?>(ref held), Unsafe.As<TKey, string>(ref key));
                if (isKey)
                {
                    var found = slot.Value;
                    var deadline = slot.Meta.DeadlineUnixMs;
                    Volatile.ReadBarrier();
                    if (slot.Meta.Version != (version & ~1) || deadline <= _horizon.SafeUntilUnixMs)
                    {
                        break;
                    }

                    value = found;
                    CountHit(ref slot.Meta, hash);
                    return true;
                }
            }

            index = Volatile.Read(ref slot.Meta.Next);
            if (!EntryTable<TKey, TValue>.MayGoOn(ref slot.Meta, version, hash, buckets.Mask))
            {
                index = -1;
                break;
            }
        }

        if (index != 0 || buckets.IsMoving || _isDisposed)
        {
            return TryGetCarefully(key, hash, out value);
        }

        value = default;
        return false;
    }

    public override bool TryGetText(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        var strings = _hasher.Strings ?? throw new NotSupportedException(
            $"The layer '{_options.Name}' compares its keys with a comparer of their own; text cannot stand for one.");
        var hash = strings.Of(key);
        for (var passed = 0; ; passed++)
        {
            ref var slot = ref _table.FindByHash(hash, passed, out var index, out var version);
            if (Unsafe.IsNullRef(ref slot))
            {
                ThrowIfDisposed();
                value = default;
                return false;
            }

            var held = slot.Key;
            value = slot.Value;
            Volatile.ReadBarrier();
            if (slot.Meta.Version != version)
            {
                passed = -1;
            }
            else if (key.SequenceEqual(Unsafe.As<TKey, string>(ref held)))
            {
                if (slot.Meta.DeadlineUnixMs > _horizon.SafeUntilUnixMs)
                {
                    CountHit(ref slot.Meta, hash);
                    return true;
                }

                if (LookCloser(index, ref slot, version, hash) is { } isValid)
                {
                    if (!isValid)
                    {
                        value = default;
                        return false;
                    }

                    CountHit(ref slot.Meta, hash);
                    return true;
                }

                passed = -1;
            }
        }
    }

    public override bool TryGetEntry(TKey key, out Entry<TValue> entry)
    {
        if (!TryRead(key, isUse: true, out entry, out var hash, out var index))
        {
            return false;
        }

        CountHit(ref _table.Arena.At(index).Meta, hash);
        return true;
    }

    public override bool Contains(TKey key)
    {
        if (!typeof(TKey).IsValueType && key is null)
        {
            ThrowNullKey();
        }

        var hash = _hasher.Hash(key);
        while (true)
        {
            ref var slot = ref _table.Find(key, hash, out var index, out var version);
            if (Unsafe.IsNullRef(ref slot))
            {
                ThrowIfDisposed();
                return false;
            }

            var isValid = DeadlineOf(index, ref slot.Meta) > _options.TimeProvider.NowMs();
            if (slot.Meta.Version == version)
            {
                return isValid;
            }
        }
    }

    public override bool TrySet(TKey key, in Entry<TValue> entry)
    {
        if (!typeof(TKey).IsValueType && key is null)
        {
            ThrowNullKey();
        }

        if (entry.Deadline.UnixMs <= _horizon.SafeUntilUnixMs && entry.Deadline.HasCome(_horizon.NowMs()))
        {
            Remove(key);
            return true;
        }

        var hash = _hasher.Hash(key);
        return TryOverwrite(key, hash, entry) || TrySetLocked(key, hash, entry);
    }

    public override bool Remove(TKey key)
    {
        if (!typeof(TKey).IsValueType && key is null)
        {
            ThrowNullKey();
        }

        ThrowIfDisposed();
        var hash = _hasher.Hash(key);
        return _stripes.Of(hash).Remove(key, hash, _options.TimeProvider.NowMs());
    }

    public override void Clear()
    {
        ThrowIfDisposed();
        _stripes.Clear();
    }

    public override void Sweep() => _stripes.Sweep();

    public override void Resize(long entries, long? weight)
    {
        ThrowIfDisposed();
        Bounds.Change(entries, weight);
        _stripes.EvictBeyondBounds();
    }

    public override IEnumerable<KeyValuePair<TKey, Entry<TValue>>> Entries()
    {
        ThrowIfDisposed();
        foreach (var index in _table.Arena.Indexes())
        {
            if (TryRead(index, out var key, out var entry))
            {
                yield return KeyValuePair.Create(key, entry);
            }
        }
    }

    public override bool TryPeek(TKey key, out Entry<TValue> entry) =>
        TryRead(key, isUse: false, out entry, out _, out _);

    public override List<TKey> Coldest(int count)
    {
        ThrowIfDisposed();
        return _stripes.Ordered(count, static (stripe, slots, max) => stripe.CopyColdest(slots, max));
    }

    public override List<TKey> Hottest(int count)
    {
        ThrowIfDisposed();
        return _stripes.Ordered(count, static (stripe, slots, max) =>
        {
            stripe.CopyColdest(slots, int.MaxValue);
            slots.Reverse();
            slots.RemoveRange(Math.Min(max, slots.Count), Math.Max(0, slots.Count - max));
        });
    }

    public override void CountMiss()
    {
        if (TCounting.IsOn)
        {
            _misses.Increment();
        }
    }

    public override MemoryStatistics Snapshot()
    {
        var counts = _stripes.Counts;
        return new MemoryStatistics
        {
            Hits = TCounting.IsOn ? _hits.Sum : 0,
            Misses = _misses.Sum,
            Inserts = counts.Inserts,
            Updates = counts.Updates + _overwrites.Sum,
            Removals = counts.Removals,
            EvictionsForEntries = counts.EvictionsForEntries,
            EvictionsForWeight = counts.EvictionsForWeight,
            Expirations = counts.Expirations,
            LockContentions = counts.LockContentions,
            Sweeps = _stripes.Sweeps,
            SweepTime = _stripes.SweepTime,
            LastSweepTime = _stripes.LastSweepTime,
            CallbackFailures = _notices?.Failures ?? 0,
            Entries = Bounds.Entries,
            Weight = Bounds.Weight,
        };
    }

    public override void Dispose()
    {
        _isDisposed = true;
        _stripes.StopSweeping();
        _stripes.Clear();
    }

    private Func<int, uint, MemoryStripe<TKey, TValue, TEviction>> StripeFactory(long nowUnixMs) => (stripes, seed) =>
        new(_table, _format, Bounds, _notices, new StripeStart(nowUnixMs, stripes, _stamp, _tuner, seed));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountHit(ref EntryMeta entry, uint hash)
    {
        TEviction.Touch(ref entry, TEviction.UsesStamp ? _stamp.Value : default);
        if (TCounting.IsOn || TEviction.UsesStamp)
        {
            var hits = _hits.Increment();
            if (TEviction.UsesStamp && (hits & _stampMask) == 0)
            {
                _stamp.Advance();
            }
        }

        if (hash < _sampleBelow)
        {
            Sample(hash, isHit: true);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Sample(uint hash, bool isHit)
    {
        _tuner?.Add(hash, isHit);
        Advice?.Add(hash);
    }

    private void FitSample() =>
        Volatile.Write(ref _sampleBelow, Math.Max(_tuner?.SampleBelow ?? 0, Advice?.SampleBelow ?? 0));

    /// <summary>A look-up that met a change under way, a deadline that is near, or a sliding entry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetCarefully(TKey key, uint hash, [MaybeNullWhen(false)] out TValue value)
    {
        while (true)
        {
            ref var slot = ref _table.Find(key, hash, out var index, out var version);
            if (Unsafe.IsNullRef(ref slot))
            {
                ThrowIfDisposed();
                value = default;
                return false;
            }

            value = slot.Value;
            var deadline = slot.Meta.DeadlineUnixMs;
            Volatile.ReadBarrier();
            if (slot.Meta.Version != version)
            {
                continue;
            }

            if (deadline > _horizon.SafeUntilUnixMs)
            {
                CountHit(ref slot.Meta, hash);
                return true;
            }

            if (LookCloser(index, ref slot, version, hash) is { } isValid)
            {
                if (!isValid)
                {
                    value = default;
                    return false;
                }

                CountHit(ref slot.Meta, hash);
                return true;
            }
        }
    }

    /// <summary>
    /// Whether an entry whose deadline is near, or slides, is valid now; null if it changed meanwhile and has to be
    /// read anew. A sliding one that is used gets its next deadline, an expired one leaves.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool? LookCloser(
        int index, ref Slot<TKey, TValue> slot, int version, uint hash, bool isUse = true)
    {
        var now = _horizon.NowMs();
        if ((slot.Meta.Flags & EntryFlags.IsSliding) == 0)
        {
            var deadline = slot.Meta.DeadlineUnixMs;
            Volatile.ReadBarrier();
            if (slot.Meta.Version != version)
            {
                return null;
            }

            if (deadline > now)
            {
                return true;
            }
        }
        else
        {
            if (!EntryTable<TKey, TValue>.TryClose(ref slot.Meta, version))
            {
                return null;
            }

            ref var rare = ref _table.Arena.RareOf(index)![index & EntryArena.ChunkMask];
            var isValid = rare.DeadlineUnixMs > now;
            if (isValid && isUse)
            {
                Volatile.Write(ref rare.DeadlineUnixMs, rare.DeadlineAfterHit(now));
            }

            EntryTable<TKey, TValue>.Open(ref slot.Meta);
            if (isValid)
            {
                return true;
            }
        }

        _stripes.Of(hash).RemoveExpired(index, hash, now);
        return false;
    }

    private bool TryRead(TKey key, bool isUse, out Entry<TValue> entry, out uint hash, out int index)
    {
        if (!typeof(TKey).IsValueType && key is null)
        {
            ThrowNullKey();
        }

        hash = _hasher.Hash(key);
        while (true)
        {
            ref var slot = ref _table.Find(key, hash, out index, out var version);
            if (Unsafe.IsNullRef(ref slot))
            {
                ThrowIfDisposed();
                entry = default;
                return false;
            }

            entry = _format.Read(index, ref slot);
            var deadline = slot.Meta.DeadlineUnixMs;
            Volatile.ReadBarrier();
            if (slot.Meta.Version != version)
            {
                continue;
            }

            if (deadline > _horizon.SafeUntilUnixMs)
            {
                return true;
            }

            if (LookCloser(index, ref slot, version, hash, isUse) is { } isValid)
            {
                entry = isValid ? entry : default;
                return isValid;
            }
        }
    }

    private long DeadlineOf(int index, ref EntryMeta entry) =>
        (entry.Flags & EntryFlags.IsSliding) == 0 ? entry.DeadlineUnixMs
        : _table.Arena.RareOf(index) is { } rare ? Volatile.Read(ref rare[index & EntryArena.ChunkMask].DeadlineUnixMs)
        : long.MinValue;

    private bool TryRead(int index, out TKey key, out Entry<TValue> entry)
    {
        while (true)
        {
            ref var slot = ref _table.Arena.At(index);
            if (Unsafe.IsNullRef(ref slot))
            {
                break;
            }

            // 0: never used. Odd: free, or being changed for a moment; who comes that moment misses nothing it was
            // promised.
            var version = Volatile.Read(ref slot.Meta.Version);
            if (version == 0 || (version & 1) != 0)
            {
                break;
            }

            key = slot.Key;
            entry = _format.Read(index, ref slot);
            var deadline = DeadlineOf(index, ref slot.Meta);
            Volatile.ReadBarrier();
            if (slot.Meta.Version == version)
            {
                return deadline > _options.TimeProvider.NowMs();
            }
        }

        key = default!;
        entry = default;
        return false;
    }

    /// <summary>
    /// Puts a new value in the place of the old one without the stripe's lock, if nothing but the value, its age and
    /// a later deadline changes.
    /// </summary>
    private bool TryOverwrite(TKey key, uint hash, in Entry<TValue> entry)
    {
        if (_notices is not null || _isDisposed)
        {
            return false;
        }

        ref var slot = ref _table.Find(key, hash, out _, out var version);
        if (Unsafe.IsNullRef(ref slot) || !EntryTable<TKey, TValue>.TryClose(ref slot.Meta, version))
        {
            return false;
        }

        var can = _format.CanOverwrite(ref slot.Meta, entry, out var facts);
        if (can)
        {
            slot.Value = entry.Value;
            slot.Meta.Facts = facts;
            slot.Meta.DeadlineUnixMs = entry.Deadline.UnixMs;
        }

        EntryTable<TKey, TValue>.Open(ref slot.Meta);
        if (can)
        {
            _overwrites.Increment();
        }

        return can;
    }

    private bool TrySetLocked(TKey key, uint hash, in Entry<TValue> entry)
    {
        ThrowIfDisposed();
        var now = entry.SlidingMs == 0 ? 0 : _options.TimeProvider.NowMs();
        var outcome = _stripes.Set(key, hash, entry, now);
        if (outcome == SetOutcome.Inserted && hash < _sampleBelow)
        {
            Sample(hash, isHit: false);
        }

        if (_isDisposed)
        {
            // Disposed meanwhile: who emptied the layer may have missed this entry.
            _stripes.Clear();
        }

        return outcome != SetOutcome.NoRoom;
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            ThrowDisposed();
        }
    }

    [DoesNotReturn]
    private static void ThrowNullKey() => throw new ArgumentNullException("key");

    [DoesNotReturn]
    private void ThrowDisposed() => throw new ObjectDisposedException(_options.Name);
}
