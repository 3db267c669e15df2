namespace Strata.Resp;

/// <summary>The version of the protocol a connection speaks, as <c>HELLO</c> numbers it.</summary>
public enum RespVersion : byte
{
    /// <summary>What every connection begins with: strings, errors, integers, arrays, null.</summary>
    Resp2 = 2,

    /// <summary>What a client asks for with <c>HELLO 3</c>: maps, sets, doubles, pushes and more.</summary>
    Resp3 = 3,
}
