namespace Strata.Tests.House;

/// <summary>How a rule of the house reports: all faults at once, and what to do about them.</summary>
internal static class Faults
{
    public static void None(IEnumerable<string> faults, string whatToDo)
    {
        var found = faults.ToList();
        if (found.Count > 0)
        {
            Assert.Fail($"{whatToDo}\n{string.Join('\n', found.Take(50).Select(f => "  " + f))}"
                + (found.Count > 50 ? $"\n  and {found.Count - 50} more" : ""));
        }
    }
}
