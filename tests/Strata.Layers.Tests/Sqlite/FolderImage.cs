namespace Strata.Layers.Tests.Sqlite;

/// <summary>Every file of a folder, byte for byte, as it was at one moment.</summary>
internal sealed class FolderImage(string folder)
{
    private readonly Dictionary<string, byte[]> _files = Read(folder);

    public void AssertUnchanged()
    {
        var now = Read(folder);
        Assert.Equal(_files.Keys.Order(), now.Keys.Order());
        foreach (var (name, bytes) in _files)
        {
            Assert.True(bytes.AsSpan().SequenceEqual(now[name]), $"{name} changed");
        }
    }

    private static Dictionary<string, byte[]> Read(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
}
