namespace Strata.Tests.Scripted;

/// <summary>A step of an actor, and whether it can be taken now.</summary>
internal sealed record Step(Func<bool> CanRun, Action Run);

/// <summary>Runs actors' steps in every order in which they can interleave.</summary>
internal static class Interleavings
{
    /// <summary>Makes the world anew for each order, runs it to the end and checks it.</summary>
    /// <returns>How many orders there were.</returns>
    public static int Explore(Func<(Step[][] Actors, Action Check)> make)
    {
        var choices = new List<int>();
        for (var runs = 1; ; runs++)
        {
            var widths = Run(make(), choices);
            var last = choices.Count - 1;
            while (last >= 0 && choices[last] + 1 == widths[last])
            {
                last--;
            }

            if (last < 0)
            {
                return runs;
            }

            choices[last]++;
            choices.RemoveRange(last + 1, choices.Count - last - 1);
        }
    }

    /// <summary>Follows the choices, adds the first way on where they end, and says how many ways there were.</summary>
    private static List<int> Run((Step[][] Actors, Action Check) world, List<int> choices)
    {
        var next = new int[world.Actors.Length];
        var order = new List<int>();
        var widths = new List<int>();
        while (true)
        {
            var able = new List<int>();
            for (var actor = 0; actor < next.Length; actor++)
            {
                if (next[actor] < world.Actors[actor].Length && world.Actors[actor][next[actor]].CanRun())
                {
                    able.Add(actor);
                }
            }

            if (able.Count == 0)
            {
                break;
            }

            if (widths.Count == choices.Count)
            {
                choices.Add(0);
            }

            var chosen = able[choices[widths.Count]];
            widths.Add(able.Count);
            order.Add(chosen);
            world.Actors[chosen][next[chosen]++].Run();
        }

        var trail = string.Join(" ", order);
        Assert.True(next.Select((n, i) => n == world.Actors[i].Length).All(isDone => isDone), $"Stuck after {trail}.");
        try
        {
            world.Check();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"In the order {trail}: {failure.Message}", failure);
        }

        return widths;
    }
}
