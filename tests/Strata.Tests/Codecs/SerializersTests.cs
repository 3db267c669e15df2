using System.Buffers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Strata.Testing;

namespace Strata.Tests.Codecs;

public sealed class SerializersTests(ITestOutputHelper output)
{
    public static TheoryData<string> Hostile() =>
    [
        "", " ", "\0", "a\0b", "\"quoted\" \\ '", "null", "[]", "\r\n\t\u001b", "😀", "é", "e\u0301", "\uFFFD", "\uFEFFbom",
        "\u202Eright to left", new string('x', 2_000_000), string.Concat(Enumerable.Repeat("😀", 700_000)),
    ];

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Hostile_text_comes_back_as_it_was(string text)
    {
        Assert.Equal(text, RoundTrip(Serializers.Default<string>(), text));
        var record = new Booking(1, text, new Dictionary<string, string?> { [text] = text });
        var got = RoundTrip(Serializers.Default<Booking>(), record);
        Assert.Equal((text, text), (got.Name, got.Notes![text]));
        Assert.Equal(text, RoundTrip(Serializers.Default<List<string>>(), [text])[0]);
    }

    [Fact]
    public void Text_is_plain_UTF8_and_bytes_are_themselves()
    {
        Assert.Equal("é😀"u8.ToArray(), Bytes(Serializers.Default<string>(), "é😀"));
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(all, Bytes(Serializers.Default<byte[]>(), all));
        Assert.Equal(all, RoundTrip(Serializers.Default<byte[]>(), all));
        Assert.Equal("42"u8.ToArray(), Bytes(Serializers.Default<int>(), 42));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_and_not_replaced() =>
        Assert.All(["\ud83d", "\ude00 first", "last \ud83d", "\ude00\ud83d"], AssertRefused);

    private static void AssertRefused(string text)
    {
        var calls = new Action[]
        {
            () => Bytes(Serializers.Default<string>(), text),
            () => Bytes(Serializers.Default<Booking>(), new(1, text, null)),
            () => Bytes(Serializers.Default<Booking>(), new(1, "", new() { [text] = "" })),
            () => Bytes(Serializers.Default<List<string>>(), [text]),
        };
        foreach (var call in calls)
        {
            Assert.Contains("surrogate", Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_times_and_nothing_come_back_as_they_were()
    {
        Assert.Equal(long.MinValue, RoundTrip(Serializers.Default<long>(), long.MinValue));
        Assert.Equal(0.1 + 0.2, RoundTrip(Serializers.Default<double>(), 0.1 + 0.2));
        Assert.Equal(79228162514264337593543950335m, RoundTrip(Serializers.Default<decimal>(), decimal.MaxValue));
        Assert.Equal(Guid.Empty, RoundTrip(Serializers.Default<Guid>(), Guid.Empty));
        Assert.Equal(DateTimeOffset.MaxValue, RoundTrip(Serializers.Default<DateTimeOffset>(), DateTimeOffset.MaxValue));
        Assert.Null(RoundTrip(Serializers.Default<Booking>(), new(1, null, null)).Name);
        Assert.ThrowsAny<ArgumentException>(() => Bytes(Serializers.Default<double>(), double.NaN));
    }

    [Fact]
    public void Garbage_is_a_format_error_and_never_anything_else()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        Fuzz(Serializers.Default<string>(), "some text é😀", random);
        Fuzz(Serializers.Default<Booking>(), new(7, "n", new() { ["a"] = "b" }), random);
        Fuzz(Serializers.Default<Picky>(), new(3), random);
        Fuzz(Serializers.Default<int>(), 42, random);
        Fuzz(Serializers.Default<Guid>(), Guid.Empty, random);
        Fuzz(Serializers.Default<DateTime>(), DateTime.UnixEpoch, random);
        Fuzz(Serializers.Default<Dictionary<int, List<string>>>(), new() { [1] = ["x"] }, random);
        Fuzz(Serializers.Default<Version>(), new Version(1, 2), random);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Number\":-1}")]
    [InlineData("{\"Number\":1} trailing")]
    public void What_the_type_itself_refuses_is_a_format_error_too(string text) =>
        Assert.Throws<FormatException>(() => Serializers.Default<Picky>().Deserialize(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_type_description_of_the_callers_own_is_used()
    {
        var type = JsonTypeInfo.CreateJsonTypeInfo<int>(new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });
        Assert.Equal(5, RoundTrip(Serializers.Json(type), 5));
        Assert.Throws<ArgumentNullException>(() => Serializers.Json<int>(null!));
    }

    private static void Fuzz<T>(ISerializer<T> serializer, T sample, Random random)
    {
        var good = Bytes(serializer, sample);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = good.ToArray();
            if (i % 3 == 0)
            {
                bytes = new byte[random.Next(40)];
                random.NextBytes(bytes);
            }
            else
            {
                for (var flips = random.Next(1, 4); flips > 0 && bytes.Length > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                bytes = bytes[..random.Next(bytes.Length + 1)];
            }

            try
            {
                serializer.Deserialize(bytes);
            }
            catch (FormatException)
            {
                // The one answer to garbage.
            }
        }
    }

    private static byte[] Bytes<T>(ISerializer<T> serializer, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        serializer.Serialize(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static T RoundTrip<T>(ISerializer<T> serializer, T value) => serializer.Deserialize(Bytes(serializer, value));

    private sealed record Booking(int Id, string? Name, Dictionary<string, string?>? Notes);

    private sealed record Picky
    {
        public Picky(int number) => Number = number >= 0
            ? number : throw new ArgumentOutOfRangeException(nameof(number), "A picky type takes no negative number.");

        public int Number { get; }
    }
}
