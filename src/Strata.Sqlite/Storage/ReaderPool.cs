namespace Strata.Sqlite.Storage;

/// <summary>A few connections that read at the same time, each opened when it is first needed.</summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly Func<Reader> _open;
    private readonly Reader?[] _idle;
    private readonly SemaphoreSlim _permits;

    public ReaderPool(int readersMax, Func<Reader> open)
    {
        _open = open;
        _idle = new Reader?[readersMax];
        _permits = new SemaphoreSlim(readersMax);
    }

    /// <summary>
    /// Takes a connection. All are out only for as long as other threads take to read a row, so waiting
    /// for one holds the thread.
    /// </summary>
    public Reader Rent(CancellationToken cancellationToken)
    {
        _permits.Wait(cancellationToken);
        try
        {
            foreach (ref var slot in _idle.AsSpan())
            {
                if (slot is not null && Interlocked.Exchange(ref slot, null) is { } reader)
                {
                    return reader;
                }
            }

            return _open();
        }
        catch
        {
            _permits.Release();
            throw;
        }
    }

    public void Return(Reader reader)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, reader, null) is null)
            {
                _permits.Release();
                return;
            }
        }

        throw new InvalidOperationException("More readers came back than went out.");
    }

    /// <summary>Waits until every connection is back and closes them all.</summary>
    public void Dispose()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            _permits.Wait();
        }

        foreach (ref var slot in _idle.AsSpan())
        {
            Interlocked.Exchange(ref slot, null)?.Dispose();
        }

        // Whoever waited finds the layer disposed.
        _permits.Release(_idle.Length);
    }
}
