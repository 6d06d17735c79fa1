import Glibc

/// A file system of a few pages, to be filled: a tmpfs, which takes root to mount.
final class SmallDisk: Sendable {
    static let pageBytes = 4_096
    /// False where mounting is not allowed; the tests with a limit on file sizes run everywhere.
    static let isAllowed: Bool = (try? SmallDisk(pages: 16)) != nil

    let path: String
    private let directory: ScratchDirectory

    init(pages: Int) throws {
        directory = try ScratchDirectory()
        path = directory.path
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(pages * SmallDisk.pageBytes)") == 0 else {
            throw TestFailure("mount: error \(errno)")
        }
    }

    deinit { unsafe umount2(path, Int32(MNT_DETACH)) }

    /// Fills the disk until that many pages are free.
    func fill(leaving pages: Int) throws {
        release()
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw TestFailure("statvfs: error \(errno)") }
        let free = Int(status.f_bfree) * Int(status.f_bsize) / SmallDisk.pageBytes
        guard free > pages else { return }
        try Bytes.write([UInt8](repeating: 1, count: (free - pages) * SmallDisk.pageBytes), to: path + "/filler")
    }

    /// Frees what `fill` took.
    func release() { _ = unsafe unlink(path + "/filler") }
}
