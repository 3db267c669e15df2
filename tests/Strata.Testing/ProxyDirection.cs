namespace Strata.Testing;

/// <summary>
/// What a <see cref="FaultProxy"/> does to the bytes that go one way, in all its connections. Every fault can be
/// set and taken back at any moment. Offsets count bytes from the moment the fault is set.
/// </summary>
public sealed class ProxyDirection
{
    private const long Never = long.MaxValue;

    private readonly Lock _lock = new();
    private readonly Tally _received = new();
    private readonly Tally _forwarded = new();
    private readonly Tally _writes = new();
    private TimeSpan _delay;
    private TaskCompletionSource? _stall;
    private bool _isBlackHole;
    private bool _isTrickle;
    private long _passed;
    private long _corruptAt = Never;
    private long _cutAt = Never;
    private Random? _corruption;
    private double _corruptShare;

    internal ProxyDirection()
    {
    }

    /// <summary>How long each piece waits before it is passed on; zero for not at all. Pieces wait one after another.</summary>
    public TimeSpan Delay
    {
        get => Read(ref _delay);
        set => Write(ref _delay, value);
    }

    /// <summary>True to pass on one byte a write.</summary>
    public bool IsTrickle
    {
        get => Read(ref _isTrickle);
        set => Write(ref _isTrickle, value);
    }

    /// <summary>
    /// True to take bytes, and a connection's end, and pass on nothing. A connection that lost something stays
    /// silent this way for good, for TCP never delivers a stream with a gap; one that lost nothing goes on.
    /// </summary>
    public bool IsBlackHole
    {
        get => Read(ref _isBlackHole);
        set => Write(ref _isBlackHole, value);
    }

    /// <summary>True to hold everything back and, when set to false, to pass it on complete: a network that heals.</summary>
    public bool IsStalled
    {
        get => Read(ref _stall) is not null;
        set
        {
            lock (_lock)
            {
                if (!value)
                {
                    _stall?.TrySetResult();
                    _stall = null;
                }
                else
                {
                    _stall ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
    }

    /// <summary>The bytes that arrived at the proxy, those it dropped included.</summary>
    public long BytesReceived => _received.Value;

    /// <summary>The bytes it passed on.</summary>
    public long BytesForwarded => _forwarded.Value;

    /// <summary>In how many writes it passed them on.</summary>
    public long Writes => _writes.Value;

    /// <summary>Completes as soon as that many bytes have arrived, counted from the proxy's start.</summary>
    public Task WhenReceivedAsync(long bytes) => _received.WhenAsync(bytes);

    /// <summary>Completes as soon as that many bytes were passed on, counted from the proxy's start.</summary>
    public Task WhenForwardedAsync(long bytes) => _forwarded.WhenAsync(bytes);

    /// <summary>Flips all bits of one byte, once.</summary>
    /// <param name="offset">How many bytes pass unharmed before it.</param>
    public void CorruptAt(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (_lock)
        {
            _corruptAt = _passed + offset;
        }
    }

    /// <summary>Flips one bit of some bytes, again and again, until <see cref="Heal"/>.</summary>
    /// <param name="seed">Of the choice: the same seed harms the same bytes of the same stream.</param>
    /// <param name="share">How likely each byte is harmed, from 0 to 1.</param>
    public void CorruptRandomly(int seed, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        lock (_lock)
        {
            _corruption = new Random(seed);
            _corruptShare = share;
        }
    }

    /// <summary>Resets a connection, once, in the middle of what it says.</summary>
    /// <param name="bytes">How many bytes pass before. The connection that carries the next one is reset.</param>
    public void CutAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
        {
            _cutAt = _passed + bytes;
        }
    }

    /// <summary>Takes all faults of this direction back.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _delay = TimeSpan.Zero;
            _isTrickle = _isBlackHole = false;
            _corruptAt = _cutAt = Never;
            _corruption = null;
        }

        IsStalled = false;
    }

    internal Task Stall => Read(ref _stall)?.Task ?? Task.CompletedTask;

    internal void CountReceived(int bytes) => _received.Add(bytes);

    internal void CountForwarded(int bytes)
    {
        _writes.Add(1);
        _forwarded.Add(bytes);
    }

    /// <summary>Harms a piece that is about to be passed on.</summary>
    /// <returns>How much of it may pass; less than all means that the connection is cut after that.</returns>
    internal int Pass(Span<byte> piece)
    {
        lock (_lock)
        {
            var allowed = (int)Math.Min(piece.Length, _cutAt - _passed);
            if (allowed < piece.Length)
            {
                _cutAt = Never;
            }

            for (var i = 0; _corruption is not null && i < allowed; i++)
            {
                if (_corruption.NextDouble() < _corruptShare)
                {
                    piece[i] ^= (byte)(1 << _corruption.Next(8));
                }
            }

            if (_corruptAt - _passed < allowed)
            {
                piece[(int)(_corruptAt - _passed)] ^= 0xFF;
                _corruptAt = Never;
            }

            _passed += allowed;
            return allowed;
        }
    }

    private T Read<T>(ref T field)
    {
        lock (_lock)
        {
            return field;
        }
    }

    private void Write<T>(ref T field, T value)
    {
        lock (_lock)
        {
            field = value;
        }
    }
}
