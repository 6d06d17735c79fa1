internal import Foundation
internal import Sealing
internal import Signing

/// The key under which a node keeps its own shares of deposits: 32 random bytes in a file of the data directory, that
/// stands apart from the strongroom's disk.
///
/// It is made where it is missing: shares that it does not open are opened anew from what is sealed.
enum ShareKeyFile {
    static let name = "shares.key"

    static func read(in directory: String) throws -> StorageKey {
        let path = directory + "/" + name
        if FileManager.default.fileExists(atPath: path) {
            guard let key = SecretKey(try TextFile.bytes(path)) else { throw NotAShareKey(path: path) }
            return StorageKey(key)
        }
        let bytes = Random.bytes(SecretKey.byteCount)
        // Nobody else may read it, not even for a moment.
        guard
            FileManager.default.createFile(atPath: path + ".new", contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        let file = try FileHandle(forWritingTo: URL(filePath: path + ".new"))
        try file.write(contentsOf: Data(bytes))
        try file.synchronize()
        try file.close()
        try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
        guard let key = SecretKey(bytes) else { throw NotAShareKey(path: path) }
        return StorageKey(key)
    }
}

/// The file is there, and is no key.
struct NotAShareKey: Error, CustomStringConvertible {
    let path: String

    var description: String {
        """
        \(path) is no key of \(SecretKey.byteCount) bytes. Put it back from a copy; without one move it aside: the \
        shares are opened anew from what is sealed, as far as that is still there
        """
    }
}
