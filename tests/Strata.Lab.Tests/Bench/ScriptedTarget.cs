using Strata.Lab.Targets;

namespace Strata.Lab.Tests.Bench;

/// <summary>
/// A target that does what a test says, and remembers who asked for what. Workers are numbered as their sessions
/// were opened, from 0.
/// </summary>
internal sealed class ScriptedTarget(params string[] layers) : ITarget
{
    private readonly List<Session> _sessions = [];
    private int _closed;

    public IReadOnlyList<string> Layers => layers;

    public int Opened => _sessions.Count;

    public int Closed => _closed;

    /// <summary>Called before each session is opened, with its number.</summary>
    public Action<int> Opening { get; init; } = _ => { };

    /// <summary>Answers an operation.</summary>
    public Func<Asked, TargetAnswer> Answer { get; init; } = _ => TargetAnswer.FromDatabase(0);

    /// <summary>What a worker asked for, in order.</summary>
    public IReadOnlyList<Asked> AskedBy(int worker) => _sessions[worker].Asked;

    public ValueTask<ITargetSession> OpenAsync(CancellationToken cancellationToken)
    {
        Opening(_sessions.Count);
        var session = new Session(this, _sessions.Count);
        _sessions.Add(session);
        return new(session);
    }

    /// <summary>One operation.</summary>
    /// <param name="Worker">Who asked.</param>
    /// <param name="Number">The how manieth of that worker, from 1.</param>
    /// <param name="IsRead">Whether it is a read.</param>
    /// <param name="PassengerId">About whom.</param>
    public readonly record struct Asked(int Worker, int Number, bool IsRead, int PassengerId);

    private sealed class Session(ScriptedTarget target, int worker) : ITargetSession
    {
        public List<Asked> Asked { get; } = [];

        public async ValueTask<TargetAnswer> ReadAsync(int passengerId, CancellationToken cancellationToken) =>
            await AskAsync(isRead: true, passengerId);

        public async ValueTask<TargetAnswer> WriteAsync(int passengerId, CancellationToken cancellationToken) =>
            await AskAsync(isRead: false, passengerId);

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref target._closed);
            return ValueTask.CompletedTask;
        }

        private ValueTask<TargetAnswer> AskAsync(bool isRead, int passengerId)
        {
            var asked = new Asked(worker, Asked.Count + 1, isRead, passengerId);
            Asked.Add(asked);
            return new(target.Answer(asked));
        }
    }
}
