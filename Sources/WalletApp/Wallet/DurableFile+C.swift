internal import Foundation
internal import Glibc

/// Small files of a wallet, written so that a power cut leaves the old or the new one whole.
enum DurableFile {
    /// Writes a new file that only its owner can read; refuses to overwrite one.
    static func create(_ bytes: [UInt8], at path: String) throws(WalletFailure) {
        try write(bytes, at: path)
        try syncFolder(of: path)
    }

    /// Puts a file in the place of another, or where none was.
    static func replace(_ bytes: [UInt8], at path: String) throws(WalletFailure) {
        let beside = path + ".new"
        _ = unsafe unlink(beside)
        try write(bytes, at: beside)
        guard unsafe rename(beside, path) == 0 else { throw failure(path) }
        try syncFolder(of: path)
    }

    /// The bytes of a file of at most so many; nil when there is none.
    static func read(_ path: String, max: Int) throws(WalletFailure) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw failure(path) }
            return nil
        }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= max else { throw .file(path, reason: "more than \(max) bytes") }
        }
    }

    private static func write(_ bytes: [UInt8], at path: String) throws(WalletFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : failure(path) }
        defer { _ = close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func syncFolder(of path: String) throws(WalletFailure) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder) }
    }

    private static func failure(_ path: String) -> WalletFailure {
        .file(path, reason: unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)")
    }
}

/// Held while a process uses a wallet; the lock ends with the process, however that ends.
final class WalletLock: Sendable {
    private let descriptor: Int32

    init(_ path: String, wallet: String) throws(WalletFailure) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path, reason: "error \(errno)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .locked(wallet) }
    }

    deinit { _ = close(descriptor) }
}
