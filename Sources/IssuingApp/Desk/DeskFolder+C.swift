internal import Foundation
internal import Glibc
internal import Signing

/// Where a desk keeps what is its own. Nothing in it is made by accident: `init` makes it, everything else opens it.
public struct DeskFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var configuration: String { path + "/desk.json" }
    public var genesis: String { path + "/genesis.cbor" }
    public var storageKey: String { path + "/storage.key" }
    public var statementKey: String { path + "/statement.key" }
    public var database: String { path + "/desk.sqlite" }
    public var accounts: String { path + "/accounts.sqlite" }
    /// Sealed page images, each named by its digest.
    public var attachments: String { path + "/attachments" }
    private static let uploads = "uploads-"
    /// A folder for a file that comes over HTTP, as long as it is read.
    var newUpload: String { path + "/" + DeskFolder.uploads + Hex.encode(Random.bytes(8)) }
    /// Held by the process that mints.
    public var mintingLock: String { path + "/minting.lock" }

    /// Makes the folder; refuses when it holds a desk already.
    func make() throws {
        guard !FileManager.default.fileExists(atPath: configuration) else {
            throw DeskFailure(file: path, fact: "holds a desk already")
        }
        try FileManager.default.createDirectory(
            atPath: attachments, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Writes a new file, durably, readable by its owner alone; refuses to overwrite.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DeskFailure(file: path, fact: "cannot be made: \(reason)") }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            guard count > 0 else { throw DeskFailure(file: path, fact: "cannot be written: \(reason)") }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw DeskFailure(file: path, fact: "cannot be synced: \(reason)") }
    }

    /// Removes what a process that was killed has left of files that came over HTTP: they are in the clear.
    fileprivate func removeUploads() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasPrefix(DeskFolder.uploads) {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }

    /// A file's bytes, up to a limit.
    static func read(_ path: String, max: Int) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DeskFailure(file: path, fact: "is missing or cannot be read")
        }
        guard data.count <= max else { throw DeskFailure(file: path, fact: "has more than \(max) bytes") }
        return Array(data)
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }
}

/// Held while this process may mint and serve; the kernel gives it back when the process is gone, however it went.
public final class MintingLock: Sendable {
    private let descriptor: Int32

    /// Nil when another process has it. Files that came over HTTP to one that was killed are gone then.
    public init?(_ folder: DeskFolder) throws {
        let descriptor = unsafe Glibc.open(folder.mintingLock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        try folder.removeUploads()
    }

    deinit { close(descriptor) }
}
