using System.Globalization;
using Strata.Lab.Databases;
using Strata.Redis;
using Strata.Sqlite;

namespace Strata.Lab.Stacks;

/// <summary>
/// Layers as people write them after <c>--cache</c>: "memory,sqlite:cache.db", fastest first.
/// </summary>
public static class CacheLayers
{
    /// <summary>The stack used when none is named.</summary>
    public const string Default = "memory,sqlite";

    // A new kind of layer is one row here.
    private static readonly LayerKind[] Kinds =
    [
        new("memory", ["memory", "memory:ENTRIES"], ParseMemory),
        new("sqlite", ["sqlite", "sqlite:PATH"], ParseSqlite),
        new("redis", ["redis://HOST:PORT"], url => ParseRedis("redis", url)),
        new("rediss", ["rediss://HOST:PORT"], url => ParseRedis("rediss", url)),
    ];

    /// <summary>The forms a layer can be written in.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Kinds.SelectMany(kind => kind.Forms)];

    /// <summary>Checks a stack without opening it.</summary>
    /// <param name="stack">The layers, separated by commas.</param>
    /// <exception cref="ArgumentException">
    /// A layer is unknown, named twice or missing; the message says which are known.
    /// </exception>
    public static void Check(string stack) => Parse(stack);

    /// <summary>A stack as it may be shown: without the passwords in it.</summary>
    internal static string Shown(string stack) => string.Join(',', stack.Split(',').Select(Redaction.WithoutPassword));

    /// <summary>The full paths of the files a stack keeps its entries in.</summary>
    /// <param name="stack">The layers, separated by commas.</param>
    /// <param name="cacheFolder">Where files without a path of their own are kept.</param>
    /// <exception cref="ArgumentException">
    /// A layer is unknown, named twice, missing, or badly described.
    /// </exception>
    internal static IEnumerable<string> FilesOf(string stack, string cacheFolder) =>
        Parse(stack).Select(layer => layer.FileIn(cacheFolder)).OfType<string>();

    /// <summary>Opens the layers of a stack.</summary>
    /// <exception cref="ArgumentException">
    /// A layer is unknown, named twice, missing, or badly described.
    /// </exception>
    /// <exception cref="LayerException">A layer cannot be opened.</exception>
    internal static async Task<IReadOnlyList<ILayer<string, PassengerBookings?>>> OpenAsync(
        string stack, StackSurroundings surroundings)
    {
        var layers = new List<ILayer<string, PassengerBookings?>>();
        try
        {
            foreach (var layer in Parse(stack))
            {
                layers.Add(layer.Open(surroundings));
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

    private static List<ChosenLayer> Parse(string stack)
    {
        var named = new List<LayerKind>();
        var chosen = new List<ChosenLayer>();
        foreach (var part in stack.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? part : part[..colon];
            var kind = Array.Find(Kinds, k => k.Name == name)
                ?? throw new ArgumentException(
                    $"'{(name.Length == 0 ? stack : name)}' is no known layer; known are {string.Join(", ", Known)}");
            if (named.Contains(kind))
            {
                throw new ArgumentException($"'{Shown(stack)}' names the layer '{name}' twice");
            }

            if (colon == part.Length - 1)
            {
                throw new ArgumentException(
                    $"'{part}' has nothing after the colon; known are {string.Join(", ", kind.Forms)}");
            }

            named.Add(kind);
            chosen.Add(kind.Parse(colon < 0 ? null : part[(colon + 1)..]));
        }

        return chosen;
    }

    private static ChosenLayer ParseMemory(string? entries)
    {
        var options = new MemoryLayerOptions<string, PassengerBookings?>();
        if (entries is not null)
        {
            options = int.TryParse(entries, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? options with { CapacityEntries = count }
                : throw new ArgumentException(
                    $"'memory:{entries}' is refused: it takes a whole number of entries from 1 to 2,147,483,647");
        }

        return new(around =>
            new MemoryLayer<string, PassengerBookings?>(options with { TimeProvider = around.Clock }));
    }

    private static ChosenLayer ParseRedis(string scheme, string? rest)
    {
        if (rest is null)
        {
            throw new ArgumentException(
                $"'{scheme}' is refused: it takes a URL, {scheme}://[user[:password]@]host[:port][/database]");
        }

        var url = $"{scheme}:{rest}";
        RedisLayer<string, PassengerBookings?>.ThrowIfNoUrl(url);
        return new(around => new RedisLayer<string, PassengerBookings?>(url, new()
        {
            KeyPrefix = "strata:bench:",
            TimeProvider = around.Clock,
            ValueSerializer = Serializers.Json(CachedJson.Default.PassengerBookings)!,
        }));
    }

    private static ChosenLayer ParseSqlite(string? path)
    {
        string FileIn(string cacheFolder) => Path.GetFullPath(path ?? Path.Combine(cacheFolder, "bench-cache.db"));
        return new(around =>
            new SqliteLayer<string, PassengerBookings?>(
                FileIn(around.CacheFolder),
                new SqliteLayerOptions<string, PassengerBookings?>
                {
                    TimeProvider = around.Clock,
                    ValueSerializer = Serializers.Json(CachedJson.Default.PassengerBookings)!,
                }))
        {
            FileIn = FileIn,
        };
    }
}
