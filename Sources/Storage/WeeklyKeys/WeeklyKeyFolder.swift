internal import Signing

/// The secrets of a node's keys of single weeks, a file each that only its owner reads, until they are destroyed.
///
/// A file holds 32 bytes and their SHA-256: a key that was altered is no key.
public struct WeeklyKeyFolder: Sendable {
    private let directory: Directory
    private static let suffix = ".key"
    /// Bytes of a secret.
    public static let secretByteCount = 32

    /// Opens the folder, and makes it when it is missing.
    public static func open(at path: String) throws -> WeeklyKeyFolder {
        let place = FilePlace(path)
        if try !place.directory.contains(place.name) {
            try Directory(path).create()
            try place.directory.sync()
        }
        return WeeklyKeyFolder(directory: Directory(path))
    }

    /// The secrets that are there and whole, by their weeks.
    public func secrets() throws -> [UInt64: [UInt8]] {
        var found: [UInt64: [UInt8]] = [:]
        for (week, name) in try names() {
            let file = try OpenFile(directory.path(of: name), .reading)
            let bytes = try file.bytes(0..<min(try file.size(), 128))
            let secret = Array(bytes.prefix(WeeklyKeyFolder.secretByteCount))
            guard bytes == secret + SHA256.digest(secret).bytes else { continue }
            found[week] = secret
        }
        return found
    }

    /// Writes the secrets of weeks, in the place of any that were there; returns when all are on disk.
    public func keep(_ secrets: [UInt64: [UInt8]]) throws {
        for (week, secret) in secrets {
            precondition(secret.count == WeeklyKeyFolder.secretByteCount, "a secret of \(secret.count) bytes")
            let name = "\(week)" + WeeklyKeyFolder.suffix
            // What a stop or a fault of the disk has left is no key, and its name is taken over whole.
            let beside = name + ".new"
            if try directory.contains(beside) { try directory.remove(beside) }
            let file = try OpenFile(directory.path(of: beside), .creating)
            try file.write(secret + SHA256.digest(secret).bytes, at: 0)
            try file.syncData()
            try directory.rename(beside, to: name)
        }
        if !secrets.isEmpty { try directory.sync() }
    }

    /// Destroys the secrets of weeks before one: the bytes are written over, then the files go.
    public func destroy(before week: UInt64) throws {
        let past = try names().filter { $0.week < week }
        for (_, name) in past {
            let file = try OpenFile(directory.path(of: name), .writing)
            try file.write([UInt8](repeating: 0, count: Int(try file.size())), at: 0)
            try file.syncData()
            try directory.remove(name)
        }
        if !past.isEmpty { try directory.sync() }
    }

    private func names() throws -> [(week: UInt64, name: String)] {
        try directory.names().compactMap { name in
            guard name.hasSuffix(WeeklyKeyFolder.suffix),
                let week = UInt64(name.dropLast(WeeklyKeyFolder.suffix.utf8.count))
            else { return nil }
            return (week, name)
        }
    }
}
