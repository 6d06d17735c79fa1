internal import Foundation

/// Small files, read whole.
enum TextFile {
    /// The bytes of a file; the error names the path.
    static func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: path))) }

    static func read(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// Writes a new file through a temporary name, so that it is there whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    }
}

/// How much room a folder's files take.
enum FolderSize {
    static func bytes(of path: String) throws -> UInt64 {
        try FileManager.default.contentsOfDirectory(atPath: path).reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            return sum + (attributes[.size] as? UInt64 ?? 0)
        }
    }
}
