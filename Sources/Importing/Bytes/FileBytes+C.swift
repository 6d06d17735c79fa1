import Glibc

/// A file that is read from its beginning, as often as is asked.
final class FileBytes: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(SourceError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? .file(.missing, path: path) : .file(.notReadable(reason: SystemWords.last), path: path)
        }
        let mode = try status().st_mode & S_IFMT
        guard mode == S_IFREG else {
            throw .file(.notReadable(reason: mode == S_IFDIR ? "it is a folder" : "it is no plain file"), path: path)
        }
    }

    deinit { _ = close(descriptor) }

    /// Fills the buffer from a place on; returns how many bytes there were, 0 at the end.
    func read(into buffer: inout [UInt8], at offset: UInt64) throws(SourceError) -> Int {
        while true {
            let count = unsafe pread(descriptor, &buffer, buffer.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw .file(.notReadable(reason: SystemWords.last), path: path) }
        }
    }

    /// The bytes of a small file, at most so many.
    func all(_ limit: Int) throws(SourceError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = try read(into: &chunk, at: UInt64(bytes.count))
            guard count > 0 else { break }
            bytes += chunk[..<min(count, limit - bytes.count)]
        }
        return bytes
    }

    func size() throws(SourceError) -> UInt64 { UInt64(try status().st_size) }

    private func status() throws(SourceError) -> stat {
        var result = stat()
        guard unsafe fstat(descriptor, &result) == 0 else {
            throw .file(.notReadable(reason: SystemWords.last), path: path)
        }
        return result
    }
}

/// The system's last error in words.
enum SystemWords {
    static var last: String { words(errno) }

    static func words(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}

/// A file that a report is written to; it takes the place of an earlier one, and its owner alone can read it.
final class ReportFile {
    let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private static let writeByteCount = 1 << 18

    init(_ path: String) throws(SourceError) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(.notWritable(reason: SystemWords.last), path: path) }
    }

    deinit { _ = close(descriptor) }

    func write(_ bytes: some Sequence<UInt8>) throws(SourceError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= ReportFile.writeByteCount { try flush() }
    }

    /// Returns when everything is with the system.
    func flush() throws(SourceError) {
        var done = 0
        while done < buffer.count {
            let count = unsafe buffer[done...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(.notWritable(reason: SystemWords.last), path: path) }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes a folder, and those above it that are missing.
    static func makeFolder(_ path: String) throws(SourceError) {
        var place = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            place += place.isEmpty || place == "/" ? "\(part)" : "/\(part)"
            guard unsafe mkdir(place, 0o777) == 0 || errno == EEXIST else {
                throw .file(.notWritable(reason: SystemWords.last), path: place)
            }
        }
    }
}
