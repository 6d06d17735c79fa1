internal import Glibc

/// What the system says of a file: which one it is, how long, of what kind.
package struct FileStatus: Hashable, Sendable {
    /// In bytes.
    package let size: UInt64
    package let isFolder: Bool
    package let isRegular: Bool
    private let device: UInt64
    private let number: UInt64

    /// Of an open file; nil when the system does not say, and `errno` why.
    package init?(descriptor: Int32) {
        var result = stat()
        guard unsafe fstat(descriptor, &result) == 0 else { return nil }
        self.init(result)
    }

    /// Of the file that a name leads to; nil when there is none.
    package init?(path: String) {
        var result = stat()
        guard unsafe stat(path, &result) == 0 else { return nil }
        self.init(result)
    }

    private init(_ status: stat) {
        size = UInt64(max(0, status.st_size))
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }

    /// True for two names of one file, however its length differs meanwhile.
    package func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}
