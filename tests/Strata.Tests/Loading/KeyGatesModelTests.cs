using Strata.Tests.Scripted;

namespace Strata.Tests.Loading;

/// <summary>
/// The protocol of the gates, step by step: real gates over two layers that are plain variables, in every order
/// in which the steps of writers, readers and loaders can interleave.
/// </summary>
public sealed class KeyGatesModelTests
{
    [Theory]
    [InlineData("writer", "writer", "reader")]
    [InlineData("writer", "reader", "reader")]
    [InlineData("remover", "writer", "reader")]
    [InlineData("writer", "loader")]
    [InlineData("remover", "loader")]
    [InlineData("writer", "loader", "loader")]
    public void Two_layers_never_end_with_an_older_value_above_a_newer(params string[] actors)
    {
        var runs = Interleavings.Explore(() =>
        {
            var world = new World();
            if (actors.Contains("reader"))
            {
                world.Slow = World.First;
            }

            return ([.. actors.Select(world.Actor)], world.Check);
        });
        Assert.True(runs > 80, $"Only {runs} orders were tried.");
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("memory writer", "memory loader")]
    [InlineData("memory remover", "memory loader")]
    [InlineData("memory writer", "memory writer", "memory loader")]
    [InlineData("memory writer", "memory remover", "memory loader")]
    public void Memory_alone_is_never_left_with_what_was_loaded_before_a_write(params string[] actors)
    {
        var runs = Interleavings.Explore(() =>
        {
            var world = new World();
            return ([.. actors.Select(world.Actor)], world.CheckMemory);
        });
        Assert.True(runs > 40, $"Only {runs} orders were tried.");
    }

    /// <summary>One key in a source and two layers; each value is a version, 0 is nothing.</summary>
    private sealed class World
    {
        public const int First = 1;

        private readonly KeyGates<string, int> _gates = new(null);
        private int _source = First;
        private int _fast;
        private int _lastWritten;
        private bool _isRemoved;

        public int Slow { get; set; }

        public Step[] Actor(string kind) => kind switch
        {
            "writer" => Writer(isRemover: false),
            "remover" => Writer(isRemover: true),
            "reader" => Reader(),
            "loader" => Loader(),
            "memory writer" => MemoryWriter(isRemover: false),
            "memory remover" => MemoryWriter(isRemover: true),
            _ => MemoryLoader(),
        };

        public void Check()
        {
            Assert.True(_fast == 0 || _fast == Slow, $"The fast layer ends with {_fast}, the slow one with {Slow}.");
            if (!_isRemoved)
            {
                Assert.Equal(_lastWritten, Slow);
            }
            else
            {
                // What is there after a removal was read after it.
                Assert.True(Slow == 0 || Slow == _source, $"{Slow} came back although the source says {_source}.");
            }
        }

        public void CheckMemory() =>
            Assert.True(_fast == 0 || _fast == _source || _fast == _lastWritten, $"Memory ends with {_fast}, the source with {_source}.");

        private static Step Do(Action run) => new(() => true, run);

        private Step[] Writer(bool isRemover)
        {
            var version = 0;
            WriteTurn<string, int> turn = default;
            KeyGate<int>? gate = null;
            return
            [
                Do(() =>
                {
                    version = ++_source;
                    gate = _gates.Enter("k");
                }),
                new(() => gate!.WriteLock.CurrentCount == 1, () =>
                {
                    turn = _gates.BeginWriteAsync("k", default).AsTask().GetAwaiter().GetResult();
                    _gates.Leave("k", gate!);
                    Slow = isRemover ? 0 : version;
                    (_lastWritten, _isRemoved) = (version, isRemover);
                }),
                Do(() => _fast = isRemover ? 0 : version),
                Do(() => turn.Dispose()),
            ];
        }

        private Step[] Reader()
        {
            KeyGate<int>? gate = null;
            FillTicket ticket = default;
            var found = 0;
            var isFilling = false;
            return
            [
                Do(() =>
                {
                    gate = _gates.Enter("k");
                    ticket = _gates.Note(gate);
                }),
                Do(() => found = _fast != 0 ? -1 : 0),
                Do(() => found = found == -1 ? 0 : Slow),
                Do(() => isFilling = found > 0 && _gates.TryBeginFill(gate!, ticket)),
                Do(() =>
                {
                    if (isFilling)
                    {
                        _fast = found;
                        _gates.EndFill(gate!);
                    }

                    _gates.Leave("k", gate!);
                }),
            ];
        }

        private Step[] Loader()
        {
            KeyGate<int>? gate = null;
            FillTicket ticket = default;
            var loaded = 0;
            var isFilling = false;
            return
            [
                Do(() =>
                {
                    gate = _gates.Enter("k");
                    ticket = _gates.Note(gate);
                }),
                Do(() => loaded = _fast != 0 || Slow != 0 ? 0 : _source),
                Do(() => isFilling = loaded > 0 && _gates.TryBeginFill(gate!, ticket)),
                Do(() => Slow = isFilling ? loaded : Slow),
                Do(() =>
                {
                    if (isFilling)
                    {
                        _fast = loaded;
                        (_lastWritten, _isRemoved) = _lastWritten == 0 ? (loaded, false) : (_lastWritten, _isRemoved);
                        _gates.EndFill(gate!);
                    }

                    _gates.Leave("k", gate!);
                }),
            ];
        }

        private Step[] MemoryWriter(bool isRemover)
        {
            var version = 0;
            long fills = 0;
            var isCovered = false;
            KeyGate<int>? gate = null;
            return
            [
                Do(() =>
                {
                    version = ++_source;
                    fills = _gates.NoteFills();
                }),
                Do(() => Write()),
                Do(() => isCovered = _gates.MayBeCovered("k", fills)),
                Do(() => gate = isCovered ? _gates.Enter("k") : null),
                new(() => gate is null || gate.WriteLock.CurrentCount == 1, () =>
                {
                    if (gate is not null)
                    {
                        using var turn = _gates.BeginWriteAsync("k", default).AsTask().GetAwaiter().GetResult();
                        Write();
                        _gates.Leave("k", gate);
                    }
                }),
            ];

            void Write()
            {
                _fast = isRemover ? 0 : version;
                _lastWritten = isRemover ? _lastWritten : version;
            }
        }

        private Step[] MemoryLoader()
        {
            KeyGate<int>? gate = null;
            FillTicket ticket = default;
            var loaded = 0;
            var isFilling = false;
            return
            [
                Do(() =>
                {
                    gate = _gates.Enter("k");
                    ticket = _gates.Note(gate);
                }),
                Do(() => loaded = _fast != 0 ? 0 : _source),
                Do(() => isFilling = loaded > 0 && _gates.TryBeginFill(gate!, ticket)),
                Do(() =>
                {
                    if (isFilling)
                    {
                        _fast = loaded;
                        _gates.EndFill(gate!);
                    }
                }),
                Do(() => _gates.Leave("k", gate!)),
            ];
        }
    }
}
