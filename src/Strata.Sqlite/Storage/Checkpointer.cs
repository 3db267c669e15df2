namespace Strata.Sqlite.Storage;

/// <summary>
/// Moves the write-ahead log into the file on a thread of its own, so that no write waits for the disk when
/// the log has grown.
/// </summary>
/// <remarks>
/// The bulk of the log moves while writers go on. SQLite begins the log anew only when all of it has moved,
/// which under steady writing never is; so the little that was written meanwhile moves in the writers' turn.
/// At most one move is under way. One that fails leaves the log longer, and the next one makes up for it.
/// </remarks>
/// <param name="open">Opens the connection that moves, when it is first needed.</param>
/// <param name="turn">The writers' turn.</param>
internal sealed class Checkpointer(Func<Connection> open, SemaphoreSlim turn) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Connection? _connection;

    /// <summary>The move under way, or the last one.</summary>
    public Task Latest { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a move if enough was written and none is under way; only for who has the turn.</summary>
    /// <param name="writer">The connection whose written pages count.</param>
    public void StartIfDue(Connection writer)
    {
        if (writer.PagesWritten() < DatabaseFile.LogPages || !Latest.IsCompleted)
        {
            return;
        }

        // It waits for the disk, and the threads of the pool are few.
        writer.PagesWritten(reset: true);
        Latest = Task.Factory.StartNew(
            Move, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for what is moving and closes the connection; only for who has the turn.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Latest.Wait();
        _connection?.Dispose();
        _stop.Dispose();
    }

    private void Move()
    {
        try
        {
            _connection ??= open();
            _connection.Checkpoint();
            turn.Wait(_stop.Token);
            try
            {
                _connection.Checkpoint();
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception failure) when (failure is StorageException or OperationCanceledException)
        {
            // Every entry is in the log, and the log is read with the file.
        }
    }
}
