namespace Strata.Sqlite;

/// <summary>What an acknowledged write survives.</summary>
public enum SqliteDurability
{
    /// <summary>
    /// The end of the process at any moment, <c>kill -9</c> included. A power cut or a crash of the
    /// operating system may lose the latest writes, never corrupt the file
    /// (<c>PRAGMA synchronous = NORMAL</c>). The default.
    /// </summary>
    Process = 0,

    /// <summary>
    /// A power cut too: every write waits until the disk has it (<c>PRAGMA synchronous = FULL</c>).
    /// </summary>
    Power = 1,
}
