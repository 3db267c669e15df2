namespace Strata;

/// <summary>Tells the application what left the layer. Called when no lock is held.</summary>
internal sealed class RemovalNotices<TKey, TValue>(Action<TKey, Entry<TValue>, RemovalReason> receiver)
    where TKey : notnull
{
    private long _failures;

    /// <summary>How often the application threw.</summary>
    public long Failures => Volatile.Read(ref _failures);

    public void Tell(List<RemovedEntry<TKey, TValue>> removed)
    {
        foreach (var (key, entry, reason) in removed)
        {
            try
            {
                receiver(key, entry, reason);
            }
            catch (Exception)
            {
                // What the application does with the news must not decide over the cache.
                Interlocked.Increment(ref _failures);
            }
        }
    }
}
