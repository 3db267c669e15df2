namespace Strata.Redis.Storage;

/// <summary>Some keys, and where to go on; at "0" there are no more.</summary>
internal sealed record ScanPage(string Cursor, List<byte[]> Keys);
