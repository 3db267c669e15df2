using System.Runtime.CompilerServices;
using Strata.Sqlite.Storage;

namespace Strata.Sqlite;

/// <summary>
/// The embedded durable layer: entries in one SQLite file, which several processes may share.
/// </summary>
/// <remarks>
/// <para>
/// Reads run on a few connections of their own and wait for nobody. Writes take turns on one connection;
/// who waits for a turn waits without holding a thread. SQLite itself knows no asynchronous input and
/// output, so what reaches the disk does so on the caller's thread.
/// </para>
/// <para>
/// A full layer makes room in this order: expired entries, then those of low priority, of normal, of
/// high; among equals the one nearest its deadline, then the oldest. The entry just written stays.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public sealed class SqliteLayer<TKey, TValue> : ILayer<TKey, TValue>
    where TKey : notnull
{
    /// <summary>SQLite's own limit of a row, less room for the facts beside key and value.</summary>
    private const long RowBytesMax = 1_000_000_000 - 1_000;

    private const int ChunkEntriesMax = 1_000;
    private const int PageRowsMax = 256;
    private const int PageBytesMax = 1 << 20;

    private readonly SqliteLayerOptions<TKey, TValue> _options;
    private readonly TimeProvider _clock;
    private readonly EntryCodec<TKey, TValue> _codec;
    private readonly Store _store;

    /// <summary>Opens the file, making it if there is none.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or a setting is out of its range.</exception>
    /// <exception cref="LayerException">
    /// The file cannot be opened, is damaged, belongs to another application or to a newer schema. It and
    /// its directory are then as they were.
    /// </exception>
    public SqliteLayer(string path, SqliteLayerOptions<TKey, TValue>? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _options = options ?? new SqliteLayerOptions<TKey, TValue>();
        _options.ThrowIfInvalid();
        _clock = _options.TimeProvider;
        Path = System.IO.Path.GetFullPath(path);
        _codec = new EntryCodec<TKey, TValue>(
            Name,
            _options.KeySerializer ?? Serializers.Default<TKey>(),
            _options.ValueSerializer ?? Serializers.Default<TValue>(),
            Math.Min(_options.BytesMax ?? RowBytesMax, RowBytesMax));

        try
        {
            _store = new Store(_options.ToStoreSettings(Path));
        }
        catch (StorageException failure)
        {
            throw Failed("open", failure);
        }
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <inheritdoc />
    public string Name => _options.Name;

    /// <inheritdoc />
    public LayerTraits Traits =>
        LayerTraits.CanEnumerate | LayerTraits.Durable | (_options.IsReadOnly ? LayerTraits.ReadOnly : 0);

    /// <inheritdoc />
    public TimeSpan? TtlMax => _options.TtlMax;

    /// <summary>The connection that writes, for tests that fill the disk or look behind the scenes.</summary>
    internal Connection WriteConnection => _store.Writer.Connection;

    /// <summary>The latest move of the write-ahead log into the file, for tests that wait for its end.</summary>
    internal Task LogMove => _store.LogMove;

    /// <inheritdoc />
    public ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            var answer = Find(key, cancellationToken, out var damage);
            return damage is null ? new(answer) : DropAndFailAsync(damage);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<Lookup<TValue>>(Failed("get", failure));
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken)
    {
        var scratch = Scratch.Rent();
        Reader? reader = null;
        try
        {
            _codec.WriteKey(key, scratch, "look up");
            reader = _store.RentReader(cancellationToken);
            return new(reader.FindDeadline(scratch.From(0)) is { } deadline && !deadline.HasCome(_clock.NowMs()));
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<bool>(Failed("look up", failure));
        }
        finally
        {
            _store.Return(reader);
            scratch.Return();
        }
    }

    /// <inheritdoc />
    public async ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken)
    {
        var scratch = Scratch.Rent();
        try
        {
            var change = _codec.Prepare(key, entry, scratch, _clock.NowMs());
            await _store.BeginAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                Apply(change, entry, scratch);
                _store.Writer.Commit();
            }
            finally
            {
                _store.End();
            }

            if (change.Refusal is not null)
            {
                throw change.Refusal;
            }
        }
        catch (StorageException failure)
        {
            throw Failed("set", failure);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken)
    {
        var scratch = Scratch.Rent();
        try
        {
            _codec.WriteKey(key, scratch, "remove");
            await _store.BeginAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var existed = _store.Writer.Remove(scratch.From(0), _clock.NowMs());
                _store.Writer.Commit();
                return existed;
            }
            finally
            {
                _store.End();
            }
        }
        catch (StorageException failure)
        {
            throw Failed("remove", failure);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <inheritdoc />
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.BeginAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                _store.Writer.Clear();
                _store.Writer.Commit();
            }
            finally
            {
                _store.End();
            }
        }
        catch (StorageException failure)
        {
            throw Failed("clear", failure);
        }
    }

    /// <inheritdoc />
    public ValueTask GetManyAsync(
        ReadOnlyMemory<TKey> keys, Memory<Lookup<TValue>> answers, CancellationToken cancellationToken)
    {
        Reader? reader = null;
        List<Damage>? damages = null;
        try
        {
            reader = _store.RentReader(cancellationToken);
            reader.BeginMany();
            for (var i = 0; i < keys.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answers.Span[i] = Find(reader, keys.Span[i], ref damages);
            }
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(Failed("get", failure));
        }
        finally
        {
            reader?.EndMany();
            _store.Return(reader);
        }

        return damages is null ? ValueTask.CompletedTask : _store.DropAsync(damages);
    }

    /// <inheritdoc />
    public async ValueTask SetManyAsync(
        ReadOnlyMemory<KeyValuePair<TKey, Entry<TValue>>> entries,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        var scratch = Scratch.Rent();
        var changes = new Change[Math.Min(entries.Length, ChunkEntriesMax)];
        var done = 0;
        try
        {
            while (done < entries.Length)
            {
                var count = _codec.PrepareChunk(
                    entries.Span[done..], failures.Span[done..], changes, scratch, _clock.NowMs());
                await _store.BeginAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    for (var i = 0; i < count; i++)
                    {
                        Apply(changes[i], entries.Span[done + i].Value, scratch);
                    }

                    _store.Writer.Commit();
                }
                finally
                {
                    _store.End();
                }

                done += count;
            }
        }
        catch (StorageException failure)
        {
            FailRest(failures.Span, done, Failed("set", failure));
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <inheritdoc />
    public async ValueTask RemoveManyAsync(
        ReadOnlyMemory<TKey> keys,
        Memory<bool> existed,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            while (done < keys.Length)
            {
                var next = Math.Min(keys.Length, done + ChunkEntriesMax);
                await _store.BeginAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    for (var i = done; i < next; i++)
                    {
                        existed.Span[i] = Remove(keys.Span[i], out failures.Span[i]);
                    }

                    _store.Writer.Commit();
                }
                finally
                {
                    _store.End();
                }

                done = next;
            }
        }
        catch (StorageException failure)
        {
            existed.Span[done..].Clear();
            FailRest(failures.Span, done, Failed("remove", failure));
        }
    }

    /// <summary>
    /// The valid entries in the order of their keys' bytes, read in pages: what changes between two pages
    /// may or may not be seen. An entry that cannot be read back is dropped and passed over.
    /// </summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="LayerException">The file could not be read.</exception>
    public async IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<KeyValuePair<TKey, Entry<TValue>>>();
        byte[]? from = [];
        while (from is not null)
        {
            page.Clear();
            List<Damage>? damages = null;
            from = ReadPage(from, page, ref damages, cancellationToken);
            if (damages is not null)
            {
                await _store.DropAsync(damages).ConfigureAwait(false);
            }

            foreach (var entry in page)
            {
                yield return entry;
            }
        }
    }

    /// <summary>What the layer holds now, and what it has done since it was opened.</summary>
    /// <exception cref="LayerException">The file could not be read.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public SqliteLayerStatistics GetStatistics()
    {
        try
        {
            return _store.GetStatistics();
        }
        catch (StorageException failure)
        {
            throw Failed("count", failure);
        }
    }

    /// <summary>
    /// Finishes what is under way, moves the write-ahead log into the file and closes it. Entries stay.
    /// </summary>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private Lookup<TValue> Find(TKey key, CancellationToken cancellationToken, out Damage? damage)
    {
        var reader = _store.RentReader(cancellationToken);
        try
        {
            return Find(reader, key, out damage);
        }
        finally
        {
            _store.Return(reader);
        }
    }

    private Lookup<TValue> Find(Reader reader, TKey key, out Damage? damage)
    {
        damage = null;
        var scratch = Scratch.Rent();
        try
        {
            _codec.WriteKey(key, scratch, "get");
            var bytes = scratch.From(0);
            if (!reader.Find(bytes, out var row, out var checksum) || row.Deadline.HasCome(_clock.NowMs()))
            {
                return Lookup<TValue>.Miss;
            }

            if (_codec.TryRead(bytes, row, checksum, out var entry))
            {
                return Lookup<TValue>.Hit(entry);
            }

            damage = new Damage(bytes.ToArray(), row.Deadline.UnixMs, row.CreatedUnixMs, checksum);
            return Lookup<TValue>.Unavailable(DamageFailure());
        }
        finally
        {
            reader.Done();
            scratch.Return();
        }
    }

    /// <summary>One of many look-ups: what fails for this key alone is its answer.</summary>
    private Lookup<TValue> Find(Reader reader, TKey key, ref List<Damage>? damages)
    {
        try
        {
            var answer = Find(reader, key, out var damage);
            if (damage is not null)
            {
                (damages ??= []).Add(damage);
            }

            return answer;
        }
        catch (Exception failure)
        {
            return Lookup<TValue>.Unavailable(Failed("get", failure));
        }
    }

    private byte[]? ReadPage(
        byte[] from,
        List<KeyValuePair<TKey, Entry<TValue>>> page,
        ref List<Damage>? damages,
        CancellationToken cancellationToken)
    {
        Reader? reader = null;
        try
        {
            reader = _store.RentReader(cancellationToken);
            reader.BeginPage(from, PageRowsMax);
            var now = _clock.NowMs();
            var bytes = 0;
            var rows = 0;
            byte[]? next = null;
            while (bytes < PageBytesMax && reader.NextInPage(out var key, out var row, out var checksum))
            {
                rows++;
                bytes += row.Value.Length;
                if (rows == PageRowsMax || bytes >= PageBytesMax)
                {
                    // The key that follows directly in the order of bytes is this one and a zero.
                    next = [.. key, 0];
                }

                if (row.Deadline.HasCome(now))
                {
                    continue;
                }

                if (_codec.TryReadKey(key, out var typed) && _codec.TryRead(key, row, checksum, out var entry))
                {
                    page.Add(new(typed, entry));
                }
                else
                {
                    (damages ??= []).Add(new Damage(key.ToArray(), row.Deadline.UnixMs, row.CreatedUnixMs, checksum));
                }
            }

            return next;
        }
        catch (StorageException failure)
        {
            throw Failed("enumerate", failure);
        }
        finally
        {
            reader?.EndPage();
            _store.Return(reader);
        }
    }

    private void Apply(in Change change, in Entry<TValue> entry, Scratch scratch)
    {
        if (change.Act == ChangeAct.None)
        {
            return;
        }

        var key = scratch.Slice(change.Start, change.KeyLength);
        var now = _clock.NowMs();
        if (change.Act == ChangeAct.Drop)
        {
            _store.Writer.Remove(key, now);
            return;
        }

        var row = new Row
        {
            Deadline = entry.Deadline,
            CreatedUnixMs = entry.CreatedUnixMs,
            Weight = entry.Weight,
            Priority = (long)entry.Priority,
            IsNull = entry.Value is null,
            Value = scratch.Slice(change.Start + change.KeyLength, change.ValueLength),
        };
        _store.Writer.Set(key, row, now);
    }

    private bool Remove(TKey key, out Exception? refusal)
    {
        var scratch = Scratch.Rent();
        refusal = null;
        try
        {
            _codec.WriteKey(key, scratch, "remove");
            return _store.Writer.Remove(scratch.From(0), _clock.NowMs());
        }
        catch (Exception refused) when (refused is LayerException or ArgumentNullException)
        {
            refusal = refused;
            return false;
        }
        finally
        {
            scratch.Return();
        }
    }

    private async ValueTask<Lookup<TValue>> DropAndFailAsync(Damage damage)
    {
        await _store.DropAsync([damage]).ConfigureAwait(false);
        throw DamageFailure();
    }

    /// <summary>Tells who must be told of an infrastructure failure in a batch.</summary>
    private static void FailRest(Span<Exception?> failures, int done, Exception failure)
    {
        if (done == 0)
        {
            throw failure;
        }

        failures[done..].Fill(failure);
    }

    private LayerException DamageFailure() => new(
        Name, "get", FailureKind.Transient, $"an entry in '{Path}' could not be read back and was dropped");

    private Exception Failed(string operation, Exception failure) => failure is StorageException storage
        ? new LayerException(Name, operation, storage.Kind, storage.Message, storage)
        : failure;
}
