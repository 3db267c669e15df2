namespace Strata.Sqlite.Storage;

/// <summary>The open file: who may read, whose turn it is to write, and the sweep of what has expired.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly StoreSettings _settings;
    private readonly ReaderPool _readers;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Writer? _writer;
    private readonly Checkpointer? _checkpointer;
    private readonly ITimer? _sweepTimer;
    private int _sweeping;
    private long _sweepFailures;
    private long _damaged;
    private volatile bool _disposed;

    /// <summary>Opens the file, making it if there is none and it may be written.</summary>
    /// <exception cref="StorageException">The file cannot be opened or is not ours; it is then as it was.</exception>
    public Store(StoreSettings settings)
    {
        _settings = settings;
        _readers = new ReaderPool(Math.Clamp(Environment.ProcessorCount, 2, 16), OpenReader);
        if (settings.IsReadOnly)
        {
            _readers.Return(_readers.Rent(CancellationToken.None));
            return;
        }

        _writer = OpenWriter();
        _checkpointer = new Checkpointer(() => DatabaseFile.OpenToCheckpoint(settings.Path), _turn);
        if (settings.SweepInterval is { } interval)
        {
            _sweepTimer = settings.Clock.CreateTimer(
                static store => ((Store)store!).Sweep(), this, interval, interval);
        }
    }

    /// <summary>The connection that writes; only for who has the turn.</summary>
    public Writer Writer => _writer ?? throw ReadOnly();

    public Task LogMove => _checkpointer?.Latest ?? Task.CompletedTask;

    public Reader RentReader(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return _readers.Rent(cancellationToken);
    }

    public void Return(Reader? reader)
    {
        if (reader is not null)
        {
            _readers.Return(reader);
        }
    }

    /// <summary>Waits for the turn to write and begins a transaction; <see cref="End"/> must follow.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var writer = Writer;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfDisposed();
            writer.Begin();
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Undoes what was not committed, has a grown log moved, and passes the turn on.</summary>
    public void End()
    {
        try
        {
            Writer.Rollback();
            _checkpointer!.StartIfDue(Writer.Connection);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Counts rows that could not be read back and drops them, as far as that can be done.</summary>
    public async ValueTask DropAsync(List<Damage> damages)
    {
        Interlocked.Add(ref _damaged, damages.Count);
        try
        {
            await BeginAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                foreach (var damage in damages)
                {
                    Writer.RemoveExactly(damage.Key, damage.DeadlineMs, damage.CreatedMs, damage.Checksum);
                }

                Writer.Commit();
            }
            finally
            {
                End();
            }
        }
        catch (Exception failure) when (failure is StorageException or ObjectDisposedException)
        {
            // The reader of the row is told of the damage in any case; the next one will try again.
        }
    }

    public SqliteLayerStatistics GetStatistics()
    {
        var reader = RentReader(CancellationToken.None);
        try
        {
            var (entries, bytes) = reader.Totals();
            return new SqliteLayerStatistics(
                entries,
                bytes,
                _writer?.Swept ?? 0,
                _writer?.Evicted ?? 0,
                Interlocked.Read(ref _damaged),
                Interlocked.Read(ref _sweepFailures));
        }
        finally
        {
            Return(reader);
        }
    }

    /// <summary>Finishes what is under way and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _readers.Dispose();
            _checkpointer?.Dispose();
            _writer?.Dispose();
        }
        finally
        {
            _turn.Release();
        }

        if (_sweepTimer is not null)
        {
            await _sweepTimer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Deletes what has expired, batch by batch, letting writers in between. Runs where the clock's timer
    /// runs, never twice at once.
    /// </summary>
    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return;
        }

        try
        {
            while (!_disposed && SweepBatch() == _settings.SweepBatchEntries)
            {
            }
        }
        catch (StorageException)
        {
            // The next sweep tries again; expired entries are invisible all the same.
            Interlocked.Increment(ref _sweepFailures);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private int SweepBatch()
    {
        _turn.Wait();
        if (_disposed)
        {
            _turn.Release();
            return 0;
        }

        try
        {
            Writer.Begin();
            var dropped = Writer.Sweep(_settings.Clock.NowMs(), _settings.SweepBatchEntries);
            Writer.Commit();
            return dropped;
        }
        finally
        {
            End();
        }
    }

    private Writer OpenWriter()
    {
        var connection = DatabaseFile.OpenToWrite(_settings.Path, _settings.Durability, _settings.BusyTimeout);
        try
        {
            var writer = new Writer(connection, _settings.EntriesMax, _settings.BytesMax);
            writer.TrimToLimits(_settings.Clock.NowMs());
            return writer;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Reader OpenReader()
    {
        ThrowIfDisposed();
        var connection = DatabaseFile.OpenToRead(_settings.Path, _settings.IsReadOnly, _settings.BusyTimeout);
        try
        {
            return new Reader(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteLayer<,>));

    private StorageException ReadOnly() =>
        new(FailureKind.Permanent, $"'{_settings.Path}' is opened read-only");
}
