internal import Signing

/// The secrets of a node's keys of single weeks, in one file that only its owner reads, until they are destroyed.
///
/// The file holds for each week its number in eight bytes and 32 bytes of secret, and SHA-256 over all of it at the
/// end: what was altered is no key.
public struct WeeklyKeyFile: Sendable {
    private let place: FilePlace
    private static let entryByteCount = 40
    /// Bytes of a secret.
    public static let secretByteCount = 32
    /// Most weeks.
    public static let maxWeeks = 1_024

    /// The file of that path, which may not be there yet.
    public init(at path: String) { place = FilePlace(path) }

    /// The secrets by their weeks, none when there is no file; nil when the file is not what was written.
    public func secrets() throws -> [UInt64: [UInt8]]? {
        guard try place.directory.contains(place.name) else { return [:] }
        let file = try OpenFile(path, .reading)
        let limit = WeeklyKeyFile.maxWeeks * WeeklyKeyFile.entryByteCount + Digest.byteCount
        let bytes = try file.bytes(0..<min(try file.size(), UInt64(limit) + 1))
        let end = bytes.count - Digest.byteCount
        guard end >= 0, end % WeeklyKeyFile.entryByteCount == 0, bytes.count <= limit,
            SHA256.digest(bytes[..<end]) == Digest(bytes[end...])
        else { return nil }
        var secrets: [UInt64: [UInt8]] = [:]
        for start in stride(from: 0, to: end, by: WeeklyKeyFile.entryByteCount) {
            guard let week = Words.read(UInt64.self, bytes[start...]) else { return nil }
            secrets[week] = Array(bytes[(start + 8)..<(start + WeeklyKeyFile.entryByteCount)])
        }
        return secrets
    }

    /// Replaces the secrets; returns when they are on disk and what was there before is written over.
    public func replace(with secrets: [UInt64: [UInt8]]) throws {
        precondition(secrets.count <= WeeklyKeyFile.maxWeeks, "keys of \(secrets.count) weeks")
        var bytes: [UInt8] = []
        for (week, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            precondition(secret.count == WeeklyKeyFile.secretByteCount, "a secret of \(secret.count) bytes")
            Words.append(week, to: &bytes)
            bytes += secret
        }
        SHA256.digest(bytes).append(to: &bytes)
        let beside = place.name + ".new"
        if try place.directory.contains(beside) { try place.directory.remove(beside) }
        let old = try place.directory.contains(place.name) ? OpenFile(path, .writing) : nil
        let file = try OpenFile(place.directory.path(of: beside), .creating)
        try file.write(bytes, at: 0)
        try file.syncData()
        try place.directory.rename(beside, to: place.name)
        try place.directory.sync()
        guard let old else { return }
        // Its name is gone already; what the disk keeps of it shall be no keys.
        try old.write([UInt8](repeating: 0, count: Int(try old.size())), at: 0)
        try old.syncData()
    }

    private var path: String { place.directory.path(of: place.name) }
}
