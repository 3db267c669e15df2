namespace Strata.Sqlite.Storage;

/// <summary>A row that could not be read back, described so that only this very row is dropped.</summary>
internal sealed record Damage(byte[] Key, long DeadlineMs, long CreatedMs, uint Checksum);
