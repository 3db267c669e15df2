using System.Globalization;
using Strata.Lab.Databases;
using Strata.Sqlite;

namespace Strata.Lab.Stacks;

/// <summary>Layers as people write them after <c>--cache</c>: "memory,sqlite:cache.db", fastest first.</summary>
public static class CacheStack
{
    /// <summary>The stack used when none is named.</summary>
    public const string Default = "memory,sqlite";

    // A new kind of layer is one row here.
    private static readonly LayerKind[] Kinds =
    [
        new("memory", ["memory", "memory:ENTRIES"], OpenMemory),
        new("sqlite", ["sqlite", "sqlite:PATH"], OpenSqlite),
    ];

    /// <summary>The forms a layer can be written in.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Kinds.SelectMany(kind => kind.Forms)];

    /// <summary>Checks a stack without opening it.</summary>
    /// <param name="stack">The layers, separated by commas.</param>
    /// <exception cref="ArgumentException">A layer is unknown, named twice or missing; the message says which are known.</exception>
    public static void Check(string stack) => Parse(stack);

    /// <summary>Opens the layers of a stack.</summary>
    /// <exception cref="ArgumentException">A layer is unknown, named twice, missing, or badly described.</exception>
    /// <exception cref="LayerException">A layer cannot be opened.</exception>
    internal static async Task<IReadOnlyList<ILayer<string, PassengerBookings?>>> OpenAsync(
        string stack, StackSurroundings surroundings)
    {
        var layers = new List<ILayer<string, PassengerBookings?>>();
        try
        {
            foreach (var (kind, rest) in Parse(stack))
            {
                layers.Add(kind.Open(rest, surroundings));
            }

            return layers;
        }
        catch (Exception)
        {
            foreach (var layer in layers)
            {
                await layer.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private static List<(LayerKind Kind, string? Rest)> Parse(string stack)
    {
        var parsed = new List<(LayerKind, string?)>();
        foreach (var part in stack.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? part : part[..colon];
            var kind = Array.Find(Kinds, k => k.Name == name)
                ?? throw new ArgumentException(
                    $"'{(name.Length == 0 ? stack : name)}' is no known layer; known are {string.Join(", ", Known)}");
            if (parsed.Exists(p => p.Item1 == kind))
            {
                throw new ArgumentException($"'{stack}' names the layer '{name}' twice");
            }

            var rest = colon < 0 ? null : part[(colon + 1)..];
            if (rest is { Length: 0 })
            {
                throw new ArgumentException(
                    $"'{part}' has nothing after the colon; known are {string.Join(", ", kind.Forms)}");
            }

            if (kind.Name == "memory" && rest is not null)
            {
                EntriesOf(rest);
            }

            parsed.Add((kind, rest));
        }

        return parsed;
    }

    private static int EntriesOf(string rest) =>
        int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries >= 1
            ? entries
            : throw new ArgumentException(
                $"'memory:{rest}' is refused: it takes a whole number of entries from 1 to {int.MaxValue:N0}");

    private static MemoryLayer<string, PassengerBookings?> OpenMemory(string? rest, StackSurroundings surroundings)
    {
        var options = new MemoryLayerOptions<string> { TimeProvider = surroundings.Clock };
        return new(rest is null ? options : options with { CapacityEntries = EntriesOf(rest) });
    }

    private static SqliteLayer<string, PassengerBookings?> OpenSqlite(string? rest, StackSurroundings surroundings)
    {
        var path = rest ?? Path.Combine(surroundings.CacheFolder, "bench-cache.db");
        return new(path, new SqliteLayerOptions<string, PassengerBookings?>
        {
            TimeProvider = surroundings.Clock,
            ValueSerializer = Serializers.Json(CachedJson.Default.PassengerBookings)!,
        });
    }
}
