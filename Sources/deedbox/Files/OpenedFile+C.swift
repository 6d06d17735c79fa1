// FoundationXML brings CoreFoundation along, and then `stat` counts as its.
import CoreFoundation
import Foundation
import Glibc
import Foundation
import Glibc
import Storage

/// A file held open by its descriptor; closed when nobody holds it any more.
final class OpenedFile: Sendable {
    enum Mode {
        case reading
        /// Reading and writing; makes the file when it is absent.
        case writing
        /// Writing; fails when the file exists.
        case creating(mode: mode_t)
    }

    let path: String
    private let descriptor: Int32

    init(_ path: String, _ mode: Mode) throws {
        self.path = path
        let descriptor =
            switch mode {
            case .reading: unsafe open(path, O_RDONLY | O_CLOEXEC)
            case .writing: unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            case .creating(let mode): unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            }
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw FileError.missing(path)
            case EEXIST: throw FileError.exists(path)
            case _: throw FileError.reading(path, reason: SystemReason.last)
            }
        }
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Takes the exclusive lock, which ends with the process.
    func lock() throws {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        throw errno == EWOULDBLOCK ? FileError.locked(path) : FileError.reading(path, reason: SystemReason.last)
    }

    /// Reads into the buffer's first bytes, from where the last read ended; 0 at the end of the file.
    func read(into buffer: inout [UInt8]) throws -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileError.reading(path, reason: SystemReason.last) }
        }
    }

    /// Writes all bytes where the last write ended.
    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError.writing(path, reason: SystemReason.last) }
            done += count
        }
    }

    /// Returns when content and length are on the disk.
    func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw FileError.writing(path, reason: SystemReason.last) }
    }

    func truncate(to size: UInt64) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw FileError.writing(path, reason: SystemReason.last)
        }
    }

    /// The next read or write is at this place.
    func seek(to offset: UInt64) throws {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw FileError.reading(path, reason: SystemReason.last)
        }
    }

    func size() throws -> UInt64 { try status().size }

    /// True while that name leads to this very file.
    func hasName(_ path: String) throws -> Bool {
        guard let named = FileStatus(path: path) else { return false }
        return named.isSameFile(as: try status())
    }

    func isRegular() throws -> Bool { try status().isRegular }

    private func status() throws -> FileStatus {
        guard let status = FileStatus(descriptor: descriptor) else {
            throw FileError.reading(path, reason: SystemReason.last)
        }
        return status
    }
}

/// Folders and names, as far as they must be durable.
enum Folder {
    /// Returns when the names in the folder of a file are on the disk.
    static func sync(of path: String) throws {
        let folder = Folder.of(path)
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.reading(folder, reason: SystemReason.last) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError.writing(folder, reason: SystemReason.last) }
    }

    /// Removes a file.
    static func remove(_ path: String) throws {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw FileError.writing(path, reason: SystemReason.last)
        }
    }

    /// Gives a file another name, in the place of what has that name.
    static func rename(_ path: String, to other: String) throws {
        guard unsafe Glibc.rename(path, other) == 0 else {
            throw FileError.writing(other, reason: SystemReason.last)
        }
    }

    /// Makes a folder and those above it that are missing.
    static func create(_ path: String) throws {
        guard !path.isEmpty, !isFolder(path) else { return }
        let parent = of(path)
        if parent != path { try create(parent) }
        guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw FileError.writing(path, reason: SystemReason.last)
        }
    }

    static func isFolder(_ path: String) -> Bool { FileStatus(path: path)?.isFolder ?? false }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The folder that a path stands in.
    static func of(_ path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// The last part of a path.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// The system's last error in words.
enum SystemReason {
    static var last: String { unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)" }
}

/// What the outputs of the process are.
enum Terminal {
    /// True when a person may be looking at the error output.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
    /// True when the standard output goes to a person rather than to a file or a program.
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal; 80 when nobody says.
    static var width: Int {
        var size = winsize()
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }
}
