import Glibc

/// A directory by its path; what is made, renamed or removed in it is durable once `sync` returns.
struct Directory: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    /// The path of an entry.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes the directory; throws when it exists.
    func create() throws {
        _ = try SystemError.retrying("mkdir", path) { unsafe mkdir(path, 0o700) }
    }

    /// Returns when the entries are on the disk.
    func sync() throws {
        let descriptor = try SystemError.retrying("open", path) {
            unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        defer { _ = close(descriptor) }
        _ = try SystemError.retrying("fsync", path) { fsync(descriptor) }
    }

    /// The names in it, sorted, without `.` and `..`.
    func names() throws -> [String] {
        guard let stream = unsafe opendir(path) else { throw SystemError.last("opendir", path) }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw SystemError.last("readdir", path) }
        return names.sorted()
    }

    /// True when there is an entry of this name.
    func contains(_ name: String) throws -> Bool { try identity(of: name) != nil }

    /// Which file has this name; nil when none has.
    func identity(of name: String) throws -> FileIdentity? {
        var status = stat()
        do {
            _ = try SystemError.retrying("stat", path(of: name)) { unsafe stat(path(of: name), &status) }
        } catch let failure as StorageFailure where failure.number == SystemError.notFound {
            return nil
        }
        return FileIdentity(status)
    }

    /// Gives a file another name; a file that had it is gone.
    func rename(_ old: String, to new: String) throws {
        _ = try SystemError.retrying("rename", path(of: old)) {
            unsafe Glibc.rename(path(of: old), path(of: new))
        }
    }

    /// Removes a file.
    func remove(_ name: String) throws {
        _ = try SystemError.retrying("unlink", path(of: name)) { unsafe unlink(path(of: name)) }
    }
}
