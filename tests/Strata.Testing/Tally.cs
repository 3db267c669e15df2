namespace Strata.Testing;

/// <summary>A count that only grows, and that one can wait for.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly List<(long Value, TaskCompletionSource Reached)> _waiters = [];
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Add(long amount)
    {
        lock (_lock)
        {
            _value += amount;
            foreach (var (_, reached) in _waiters.Where(w => w.Value <= _value))
            {
                reached.TrySetResult();
            }

            _waiters.RemoveAll(w => w.Value <= _value);
        }
    }

    /// <summary>Completes as soon as the count is as high as <paramref name="value"/>.</summary>
    public Task WhenAsync(long value)
    {
        lock (_lock)
        {
            if (_value >= value)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((value, reached));
            return reached.Task;
        }
    }
}
