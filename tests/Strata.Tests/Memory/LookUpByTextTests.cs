using System.Text;
using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class LookUpByTextTests(ITestOutputHelper output)
{
    [Fact]
    public void Characters_and_utf8_find_what_the_equal_string_finds()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var layer = new MemoryLayer<string, int>();
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Rune(random)));
            layer.Set(text, new Entry<int>(i, Deadline.Never, 0));
            Assert.True(layer.TryGet(text, out var byString) && byString == i);
            Assert.True(layer.TryGet(text.AsSpan(), out var byChars) && byChars == i);
            Assert.True(layer.TryGet(Encoding.UTF8.GetBytes(text).AsSpan(), out var byBytes) && byBytes == i);
            Assert.False(layer.TryGet($"{text}!".AsSpan(), out _));
        }

        Assert.Equal((6_000, 2_000), (layer.Statistics.Hits, layer.Statistics.Misses));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_find_nothing()
    {
        var layer = new MemoryLayer<string, int>();
        layer.Set("", new Entry<int>(1, Deadline.Never, 0));
        layer.Set("\uFFFD", new Entry<int>(2, Deadline.Never, 0));
        Assert.False(layer.TryGet((ReadOnlySpan<byte>)[0xFF], out _));
        Assert.False(layer.TryGet((ReadOnlySpan<byte>)[0xC3], out _));
        Assert.True(layer.TryGet((ReadOnlySpan<byte>)[], out _));
    }

    [Fact]
    public void A_layer_with_a_comparer_of_its_own_says_that_text_cannot_be_looked_up()
    {
        var layer = new MemoryLayer<string, int>(new() { Name = "caseless", Comparer = StringComparer.OrdinalIgnoreCase });
        Assert.Contains(
            "'caseless'", Assert.Throws<NotSupportedException>(() => layer.TryGet("x".AsSpan(), out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_has_expired_is_not_found_by_text_either()
    {
        var clock = new ManualClock();
        var layer = new MemoryLayer<string, int>(new() { TimeProvider = clock });
        layer.Set("key", new Entry<int>(1, new(clock.NowUnixMs + 10), 0));
        Assert.True(layer.TryGet("key".AsSpan(), out _));
        clock.AdvanceMs(10);
        Assert.False(layer.TryGet("key".AsSpan(), out var value));
        Assert.Equal(0, value);
    }

    private static string Rune(Random random) => random.Next(4) switch
    {
        0 => $"{(char)('a' + random.Next(26))}",
        1 => $"{(char)random.Next(0xD800)}",
        2 => char.ConvertFromUtf32(random.Next(0x10000, 0x10FFFF)),
        _ => "é",
    };
}
