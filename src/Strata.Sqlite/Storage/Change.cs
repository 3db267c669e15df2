namespace Strata.Sqlite.Storage;

/// <summary>What a set will do to the file, made ready before its turn to write. The default does nothing.</summary>
/// <param name="Act">What to do.</param>
/// <param name="Start">Where the key begins in the scratch buffer; the value follows it.</param>
/// <param name="KeyLength">The key's bytes.</param>
/// <param name="ValueLength">The value's bytes.</param>
/// <param name="Refusal">Why the entry cannot be held; what was there before is dropped then.</param>
internal readonly record struct Change(
    ChangeAct Act, int Start, int KeyLength, int ValueLength, LayerException? Refusal);
