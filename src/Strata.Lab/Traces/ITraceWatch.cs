namespace Strata.Lab.Traces;

/// <summary>Is told how a replay goes, by all workers; the number is of requests that are done.</summary>
internal interface ITraceWatch : IProgress<long>
{
    void Begin(TraceCell cell);

    void End();
}
