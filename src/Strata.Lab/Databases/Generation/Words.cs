namespace Strata.Lab.Databases.Generation;

/// <summary>Names that belong to nobody, composed from syllables.</summary>
internal static class Words
{
    private static readonly string[] Starts =
    [
        "Al", "Bre", "Ca", "Do", "El", "Fen", "Ga", "Hal", "Is", "Jo", "Ka", "Lo", "Mir", "Na", "Or", "Pe",
        "Qui", "Ra", "Sel", "Ta", "Ul", "Ve", "Wil", "Xan", "Yo", "Ze", "Ån", "Éli", "Øs", "Šar", "Tho", "Bri",
    ];

    private static readonly string[] Middles =
    [
        "ba", "ce", "di", "fa", "go", "li", "ma", "ne", "ni", "phi", "ra", "ri", "sha", "so", "ta", "vi",
    ];

    private static readonly string[] Ends =
    [
        "dan", "dra", "fin", "la", "len", "lin", "lo", "mar", "na", "nar", "ne", "nia", "ra", "ric", "sa", "tan",
        "thea", "tio", "va", "ver", "vin", "wen", "xa", "zé",
    ];

    private static readonly string[] FamilyEnds =
    [
        "berg", "by", "dale", "dotter", "escu", "ford", "grün", "hart", "ic", "ides", "kov", "lund", "mont", "nez",
        "oğlu", "quist", "ridge", "son", "stein", "strand", "ton", "wald", "well", "wright",
    ];

    private static readonly string[] PlaceEnds =
    [
        "ana", "bad", "borg", "bruck", "bury", "cester", "field", "grad", "haven", "heim", "mouth", "polis", "port",
        "stad", "ville", "wick",
    ];

    private static readonly string[] StreetKinds = ["Street", "Road", "Lane", "Avenue", "Square", "Alley", "Row"];

    private static readonly string[] FleetKinds = ["Air", "Airways", "Wings", "Jet", "Sky Lines", "Aviation"];

    public static IReadOnlyList<string> Countries { get; } =
    [
        "Aldermark", "Bressovia", "Caldonia", "Dorvane", "Estmere", "Fennland", "Galdovar", "Hestria", "Isenmoor",
        "Jorvania", "Kestoria", "Lorrem", "Marovia", "Norwick", "Ostrava Isles", "Pellandria",
    ];

    public static string FirstName(SplitMix64 random) =>
        random.Pick(Starts) + (random.Percent(40) ? random.Pick(Middles) : "") + random.Pick(Ends);

    public static string LastName(SplitMix64 random) =>
        random.Pick(Starts) + random.Pick(Middles) + random.Pick(FamilyEnds);

    public static string City(SplitMix64 random) =>
        random.Pick(Starts) + (random.Percent(50) ? random.Pick(Middles) : "") + random.Pick(PlaceEnds);

    public static string Street(SplitMix64 random) =>
        $"{random.Between(1, 240)} {random.Pick(Starts)}{random.Pick(Middles)} {random.Pick(StreetKinds)}";

    public static string Airline(SplitMix64 random) =>
        $"{random.Pick(Starts)}{random.Pick(Middles)}{random.Pick(Ends)} {random.Pick(FleetKinds)}";
}
