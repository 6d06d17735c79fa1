import Glibc

extension Directory {
    /// Bytes that an unprivileged user may still write to the disk of this directory.
    func freeBytes() throws -> UInt64 {
        var status = statvfs()
        _ = try SystemError.retrying("statvfs", path) { unsafe statvfs(path, &status) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}
