/// A scratch file for measuring how fast a disk takes appended blocks; gone with the probe.
public final class DiskProbe {
    private let file: OpenFile
    private let directory: Directory
    private let name: String
    private var end: UInt64 = 0

    /// Makes the file in a folder.
    public init(in path: String) throws {
        directory = Directory(path)
        name = "disk-probe"
        file = try OpenFile(path + "/" + name, .creating)
    }

    deinit { try? directory.remove(name) }

    /// Appends a block and waits until it is on the disk.
    public func append(_ block: [UInt8]) throws {
        try unsafe block.withUnsafeBytes { bytes in try unsafe file.write(bytes, at: end) }
        try file.syncData()
        end += UInt64(block.count)
    }
}
