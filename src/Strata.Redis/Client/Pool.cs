namespace Strata.Redis.Client;

/// <summary>Keeps a few objects that have been used, to be used again.</summary>
internal sealed class Pool<T>(int max)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly T?[] _kept = new T?[max];
    private int _count;

    public T? Rent()
    {
        lock (_lock)
        {
            return _count == 0 ? null : _kept[--_count];
        }
    }

    public void Return(T used)
    {
        lock (_lock)
        {
            if (_count < max)
            {
                _kept[_count++] = used;
            }
        }
    }
}
