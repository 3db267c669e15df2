namespace Strata.Lab.Databases;

/// <summary>
/// A flight database failed. The message is a sentence for people: what failed, where, and what helps;
/// never a password or a row's content. What the driver said is the inner exception.
/// </summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Makes one from its sentence.</summary>
    public DatabaseException(string message) : base(message)
    {
    }

    /// <summary>Makes one from its sentence and what the driver said.</summary>
    public DatabaseException(string message, Exception inner) : base(message, inner)
    {
    }
}
