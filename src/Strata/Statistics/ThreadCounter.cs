using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>One sum that many threads add to at once (<see cref="ThreadCounters"/>).</summary>
internal sealed class ThreadCounter
{
    private readonly ThreadCounters _counters = new(1);

    public long Sum => _counters[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment() => _counters.Increment(0);
}
