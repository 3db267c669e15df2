using System.CommandLine;
using Strata.Benchmarks;
using Strata.Benchmarks.Engine;
using Strata.Benchmarks.Redis;

// A new measurement is one row here, and a verb of its own if it has options.
(string Name, string What, Func<Command> Verb)[] measurements =
[
    ("lab", "what the lab itself costs an operation, with a target that does nothing",
        () => Plain("lab", LabCost.MeasureAsync)),
    ("sqlite", "gets and sets of the SQLite layer, beside Microsoft.Data.Sqlite",
        () => Plain("sqlite", SqliteCost.MeasureAsync)),
    ("redis", "one connection to Redis, beside StackExchange.Redis and redis-benchmark",
        () => Plain("redis", RedisCost.MeasureAsync)),
    (EngineCommand.Name, "the memory engine and caches of memory layers, beside their peers:",
        EngineCommand.Create),
];

if (args.Length == 0)
{
    List(Console.Out);
    return 0;
}

var root = new RootCommand("Measures what this repository makes.");
foreach (var (_, what, make) in measurements)
{
    var verb = make();
    verb.Description = what.TrimEnd(':');
    root.Add(verb);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine(parsed.UnmatchedTokens is [var unknown, ..]
        ? $"bench: '{unknown}' is not known; these can be measured:"
        : $"bench: {parsed.Errors[0].Message.TrimEnd('.')}; these can be measured:");
    List(Console.Error);
    return 2;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
    .ConfigureAwait(false);

static Command Plain(string name, Func<Task> run)
{
    var command = new Command(name);
    command.SetAction((_, _) => run());
    return command;
}

void List(TextWriter writer)
{
    foreach (var (name, what, _) in measurements)
    {
        writer.WriteLine($"  ./bench {name,-7} {what}");
    }

    foreach (var (name, what) in EngineCommand.Measures)
    {
        writer.WriteLine($"      {name,-16} {what}");
    }

    writer.WriteLine("      --quick           the heart of it, in less than a minute");
    writer.WriteLine("      --entries N,…  --threads N,…  --key string,int,Guid  --rounds N  --out FILE");
    writer.WriteLine("      so: ./bench engine hit,miss --entries 10000 --threads 1 --key string");
}
