import Glibc
import Synchronization

/// A new directory that goes with the object.
final class ScratchDirectory: Sendable {
    let path: String

    init() throws {
        // In memory where there is such a place: thousands of openings would wait for thousands of syncs of a disk.
        let base = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(base)/deedbox-storage-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else { throw TestFailure("mkdtemp: error \(errno)") }
        path = unsafe String(cString: made)
        ScratchDirectory.alive.withLock { [path] in $0.append(path) }
        _ = ScratchDirectory.cleanup
    }

    deinit {
        ScratchDirectory.remove(path)
        ScratchDirectory.alive.withLock { $0 = $0.filter { $0 != path } }
    }

    /// Directories that static values still hold when the tests end.
    private static let alive = Mutex<[String]>([])
    private static let cleanup = atexit {
        for path in ScratchDirectory.alive.withLock({ $0 }) { ScratchDirectory.remove(path) }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Another directory with the same files.
    func copy() throws -> ScratchDirectory {
        let other = try ScratchDirectory()
        try ScratchDirectory.copy(path, to: other.path)
        return other
    }

    private static func copy(_ source: String, to target: String) throws {
        for name in try names(in: source) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            if isDirectory(from) {
                unsafe mkdir(to, 0o700)
                try copy(from, to: to)
            } else {
                try Bytes.write(Bytes.read(from), to: to)
            }
        }
    }

    private static func remove(_ path: String) {
        for name in (try? names(in: path)) ?? [] {
            let entry = "\(path)/\(name)"
            if isDirectory(entry) { remove(entry) } else { unsafe Glibc.unlink(entry) }
        }
        unsafe rmdir(path)
    }

    static func unlink(_ path: String) throws {
        guard unsafe Glibc.unlink(path) == 0 else { throw TestFailure("unlink \(path): error \(errno)") }
    }

    static func names(in path: String) throws -> [String] {
        guard let stream = unsafe opendir(path) else { throw TestFailure("opendir \(path): error \(errno)") }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Why a test could not be set up.
struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
