namespace Strata.Benchmarks.Engine;

/// <summary>The line on the terminal that says what is going on; nothing where stderr is no terminal.</summary>
internal sealed class Progress
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly bool _isShown = !Console.IsErrorRedirected;

    /// <summary>Says what begins.</summary>
    public void Say(string what)
    {
        if (_isShown)
        {
            Console.Error.Write($"\r\e[K{TimeProvider.System.GetElapsedTime(_started):m\\:ss} {what}");
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            Console.Error.Write("\r\e[K");
        }
    }
}
