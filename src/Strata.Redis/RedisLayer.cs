using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Strata.Redis.Client;
using Strata.Redis.Storage;

namespace Strata.Redis;

/// <summary>
/// A shared layer on a Redis or Valkey server. Faster layers of the same cache stay coherent with it, whoever writes:
/// the server pushes every change of a key that was read or written through this layer (<c>CLIENT TRACKING</c>).
/// </summary>
/// <remarks>
/// <para>
/// One connection carries all operations and the pushes between their replies; requests of concurrent callers go out
/// together. It is made in the background and made anew when it breaks; while there is none, operations fail
/// at once with the reason.
/// </para>
/// <para>
/// Values stand behind an envelope of 32 bytes with deadline, time of creation and a checksum. What is not such a
/// value, or of another <see cref="RedisLayerOptions{TKey, TValue}.Codec"/>, is not there for this layer.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public sealed class RedisLayer<TKey, TValue> : ICoherentLayer<TKey, TValue>
    where TKey : notnull
{
    private const int BatchKeysMax = 512;
    private const int ScanCount = 512;

    private readonly RedisLayerOptions<TKey, TValue> _options;
    private readonly RedisCodec<TKey, TValue> _codec;
    private readonly TrackingSession<TKey> _session;
    private readonly RedisLink _link;
    private readonly byte[] _pattern;
    private int _disposed;

    /// <summary>Makes a layer and begins to connect.</summary>
    /// <param name="url">
    /// The server: <c>redis://[user[:password]@]host[:port][/database]</c>, or <c>rediss://</c> for TLS.
    /// </param>
    /// <param name="options">The settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The URL or a setting is refused; the message says why.</exception>
    public RedisLayer(string url, RedisLayerOptions<TKey, TValue>? options = null)
    {
        var server = RedisUrl.Parse(url);
        _options = options ?? new RedisLayerOptions<TKey, TValue>();
        _options.ThrowIfInvalid();
        var prefix = Encoding.UTF8.GetBytes(_options.KeyPrefix);
        _codec = new RedisCodec<TKey, TValue>(
            Name,
            prefix,
            _options.KeySerializer ?? Serializers.Default<TKey>(),
            _options.ValueSerializer ?? Serializers.Default<TValue>(),
            _options.Codec,
            _options.ValueBytesMax);
        _pattern = Commands.PatternOf(prefix);
        _session = new TrackingSession<TKey>(_options.IsCoherent, _codec.TryReadKey);
        _link = new RedisLink(
            server, _options.Client, _session, _options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    /// <summary>Checks a URL without connecting.</summary>
    /// <param name="url">The URL, as the constructor takes it.</param>
    /// <exception cref="ArgumentException">
    /// It is refused; the message says why, without what may be a password.
    /// </exception>
    public static void ThrowIfNoUrl(string url) => RedisUrl.Parse(url);

    /// <inheritdoc />
    public string Name => _options.Name;

    /// <inheritdoc />
    public LayerTraits Traits => LayerTraits.CanEnumerate | LayerTraits.Durable;

    /// <inheritdoc />
    public TimeSpan? TtlMax => _options.TtlMax;

    /// <summary>Host and port of the server.</summary>
    public string Address => _link.Address;

    /// <summary>Whether there is a connection at the moment.</summary>
    public bool IsConnected => _link.IsConnected;

    /// <summary>
    /// One line that says whether changes made by others are heard, and if not, why. Before the first connection it
    /// says that there is none yet.
    /// </summary>
    public string Coherence => _session.Coherence;

    /// <inheritdoc />
    public bool Listen(IChangeListener<TKey> listener) => _session.Listen(listener);

    /// <inheritdoc />
    public async ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        var bytes = _codec.KeyBytes(key, "get");
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            using var value = await connection.SendAsync(bytes, Commands.Get, 1, RentedBytes.Of, cancellationToken)
                .ConfigureAwait(false);
            return Answer(value);
        }
        catch (RedisException failure)
        {
            throw Failed("get", failure);
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken)
    {
        var bytes = _codec.KeyBytes(key, "look up");
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            using var head = await connection.SendAsync(bytes, Commands.GetHead, 1, RentedBytes.Of, cancellationToken)
                .ConfigureAwait(false);
            return IsValidHead(head);
        }
        catch (RedisException failure)
        {
            throw Failed("look up", failure);
        }
    }

    /// <inheritdoc />
    public async ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken)
    {
        var change = Change.Of(_codec, key, entry, _options.TimeProvider.NowMs(), _options.TtlSlack);
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (_session.IsTracking)
            {
                await connection.SendAsync(
                    change, Commands.ApplyTracked, Commands.RepliesOfApply(1), Replies.Transaction, cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                await connection.SendAsync(change, Commands.Apply, 1, AnyReply.Accept, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (RedisException failure)
        {
            throw Failed("set", failure);
        }

        if (change.Refusal is not null)
        {
            throw change.Refusal;
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken)
    {
        var bytes = _codec.KeyBytes(key, "remove");
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            using var head = await connection.SendAsync(
                bytes, Commands.Remove, Commands.RepliesOfRemove(1), Replies.FirstOfTransaction, cancellationToken)
                .ConfigureAwait(false);
            return IsValidHead(head);
        }
        catch (RedisException failure)
        {
            throw Failed("remove", failure);
        }
    }

    /// <summary>
    /// Drops every key on the server that begins with <see cref="RedisLayerOptions{TKey, TValue}.KeyPrefix"/>, in
    /// pages.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; how much was dropped is then not known.</param>
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            var cursor = "0";
            do
            {
                var page = await ScanAsync(connection, cursor, cancellationToken).ConfigureAwait(false);
                cursor = page.Cursor;
                if (page.Keys.Count > 0)
                {
                    await connection.SendAsync(page.Keys, Commands.Unlink, 1, AnyReply.Accept, cancellationToken)
                        .ConfigureAwait(false);
                }
            }
            while (cursor != "0");
        }
        catch (RedisException failure)
        {
            throw Failed("clear", failure);
        }
    }

    /// <inheritdoc />
    public async ValueTask GetManyAsync(
        ReadOnlyMemory<TKey> keys, Memory<Lookup<TValue>> answers, CancellationToken cancellationToken)
    {
        var batch = new Batch(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            try
            {
                batch.Add(_codec.KeyBytes(keys.Span[i], "get"), i);
            }
            catch (LayerException refused)
            {
                answers.Span[i] = Lookup<TValue>.Unavailable(refused);
            }
        }

        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (part, positions) in batch.Parts(BatchKeysMax))
            {
                var values = await connection.SendAsync(part, Commands.GetMany, 1, Replies.Values, cancellationToken)
                    .ConfigureAwait(false);
                for (var i = 0; i < values.Length; i++)
                {
                    using var value = values[i];
                    answers.Span[positions[i]] = Answer(value);
                }
            }
        }
        catch (RedisException failure)
        {
            throw Failed("get", failure);
        }
    }

    /// <inheritdoc />
    public async ValueTask SetManyAsync(
        ReadOnlyMemory<KeyValuePair<TKey, Entry<TValue>>> entries,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        var now = _options.TimeProvider.NowMs();
        var changes = new List<(Change Change, int Position)>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            try
            {
                var (key, entry) = entries.Span[i];
                var change = Change.Of(_codec, key, entry, now, _options.TtlSlack);
                failures.Span[i] = change.Refusal;
                changes.Add((change, i));
            }
            catch (LayerException refused)
            {
                failures.Span[i] = refused;
            }
        }

        for (var done = 0; done < changes.Count; done += BatchKeysMax)
        {
            var part = changes.GetRange(done, Math.Min(BatchKeysMax, changes.Count - done));
            try
            {
                var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
                var errors = await connection.SendAsync(
                    part.ConvertAll(c => c.Change),
                    Commands.ApplyMany,
                    Commands.RepliesOfApply(part.Count),
                    Replies.Errors,
                    cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < part.Count; i++)
                {
                    if (errors[i] is { } error)
                    {
                        failures.Span[part[i].Position] ??= Failed("set", error);
                    }
                }
            }
            catch (RedisException failure)
            {
                if (done == 0)
                {
                    throw Failed("set", failure);
                }

                foreach (var (_, position) in changes.Skip(done))
                {
                    failures.Span[position] ??= Failed("set", failure);
                }

                return;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask RemoveManyAsync(
        ReadOnlyMemory<TKey> keys,
        Memory<bool> existed,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        var batch = new Batch(keys.Length);
        existed.Span[..keys.Length].Clear();
        for (var i = 0; i < keys.Length; i++)
        {
            try
            {
                batch.Add(_codec.KeyBytes(keys.Span[i], "remove"), i);
                failures.Span[i] = null;
            }
            catch (LayerException refused)
            {
                failures.Span[i] = refused;
            }
        }

        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (part, positions) in batch.Parts(BatchKeysMax))
            {
                var heads = await connection.SendAsync(
                    part,
                    Commands.RemoveMany,
                    Commands.RepliesOfRemove(part.Count),
                    Replies.EveryOther,
                    cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < heads.Length; i++)
                {
                    using var head = heads[i];
                    existed.Span[positions[i]] = IsValidHead(head);
                }
            }
        }
        catch (RedisException failure)
        {
            throw Failed("remove", failure);
        }
    }

    /// <summary>
    /// The valid entries whose keys begin with the prefix, page by page, with the guarantees of the server's
    /// <c>SCAN</c>: what is there all the time is listed; what changes meanwhile may be. None is listed twice.
    /// </summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="LayerException">The server could not be asked.</exception>
    public async IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TKey>();
        var cursor = "0";
        do
        {
            List<KeyValuePair<TKey, Entry<TValue>>> entries;
            (cursor, entries) = await ReadPageAsync(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                if (seen.Add(entry.Key))
                {
                    yield return entry;
                }
            }
        }
        while (cursor != "0");
    }

    /// <summary>Closes the connection. Entries stay on the server.</summary>
    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _disposed, 1) == 0 ? _link.DisposeAsync() : ValueTask.CompletedTask;

    private ValueTask<RedisConnection> ConnectionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _link.GetAsync(cancellationToken);
    }

    private async ValueTask<(string Cursor, List<KeyValuePair<TKey, Entry<TValue>>> Entries)> ReadPageAsync(
        string cursor, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectionAsync(cancellationToken).ConfigureAwait(false);
            var page = await ScanAsync(connection, cursor, cancellationToken).ConfigureAwait(false);
            var entries = new List<KeyValuePair<TKey, Entry<TValue>>>();
            if (page.Keys.Count == 0)
            {
                return (page.Cursor, entries);
            }

            var values = await connection.SendAsync(page.Keys, Commands.GetMany, 1, Replies.Values, cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < values.Length; i++)
            {
                using var value = values[i];
                if (Answer(value) is { Found: true } answer && _codec.TryReadKey(page.Keys[i], out var key))
                {
                    entries.Add(new(key, answer.Entry));
                }
            }

            return (page.Cursor, entries);
        }
        catch (RedisException failure)
        {
            throw Failed("enumerate", failure);
        }
    }

    private ValueTask<ScanPage> ScanAsync(RedisConnection connection, string cursor, CancellationToken token) =>
        connection.SendAsync((cursor, _pattern, ScanCount), Commands.Scan, 1, Replies.Page, token);

    private Lookup<TValue> Answer(in RentedBytes value) =>
        !value.IsNull
        && _codec.TryReadEntry(value.Span, out var entry)
        && !entry.Deadline.HasCome(_options.TimeProvider.NowMs())
            ? Lookup<TValue>.Hit(entry)
            : Lookup<TValue>.Miss;

    private bool IsValidHead(in RentedBytes head) =>
        !head.IsNull
        && Envelope.TryReadHeader(head.Span, _codec.CodecId, out var envelope)
        && !envelope.Deadline.HasCome(_options.TimeProvider.NowMs());

    private LayerException Failed(string operation, RedisException failure)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new(Name, operation, failure.Kind, failure.Message, failure);
    }
}
