namespace Strata.Benchmarks.Engine;

/// <summary>A store with a name that takes turns with others.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal abstract class Contender<TKey>(string name) : IDisposable
    where TKey : notnull
{
    /// <summary>The name the tables and the JSON give it.</summary>
    public string Name => name;

    /// <summary>Whether it keeps a bound; one without serves as the floor.</summary>
    public bool IsBounded { get; init; } = true;

    /// <summary>What it does whatever the others do, to stand beside them; null does what they do.</summary>
    public Operation? Always { get; init; }

    /// <summary>What it is measured at.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>Does an operation many times.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="keys">The keys to do it with.</param>
    /// <param name="thread">Which of the threads does it, from 0.</param>
    /// <param name="from">Where in the row of drawn keys to begin.</param>
    /// <param name="count">How many times.</param>
    /// <exception cref="InvalidOperationException">A key that is held was not found, or the reverse.</exception>
    public abstract void Run(Operation operation, DrawnKeys<TKey> keys, int thread, int from, int count);

    /// <summary>Stores a value under a key.</summary>
    public abstract void Set(TKey key);

    /// <summary>Removes a key.</summary>
    public abstract void Remove(TKey key);

    /// <summary>Lets go of all it holds.</summary>
    public abstract void Dispose();
}
