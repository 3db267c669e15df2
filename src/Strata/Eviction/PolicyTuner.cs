namespace Strata;

/// <summary>
/// What a policy learns from a sample of the requests, for all stripes of a layer together. A sample may have gaps:
/// what comes while another thread is being heard is passed over.
/// </summary>
internal abstract class PolicyTuner
{
    private readonly Lock _lock = new();

    /// <summary>Keys whose hash lies below this belong to the sample; 0 if none do.</summary>
    public uint SampleBelow { get; protected set; }

    /// <summary>Called when <see cref="SampleBelow"/> has changed.</summary>
    public Action? SampleChanged { get; set; }

    /// <summary>Hears of a request for a key of the sample.</summary>
    /// <param name="hash">The hash of the key.</param>
    /// <param name="isHit">Whether it was held.</param>
    public void Add(uint hash, bool isHit)
    {
        if (hash < SampleBelow && _lock.TryEnter())
        {
            try
            {
                Learn(hash, isHit);
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    /// <summary>Learns how many entries the layer really holds when it is full.</summary>
    public void Fit(int entries)
    {
        lock (_lock)
        {
            Adjust(entries);
        }
    }

    protected abstract void Learn(uint hash, bool isHit);

    protected abstract void Adjust(int entries);
}
