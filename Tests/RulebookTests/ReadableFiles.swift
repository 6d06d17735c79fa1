import Foundation
import Rulebook
import Signing

/// Readable files of the project, and changes to them.
enum ReadableFile {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func value(_ path: String) throws -> JSONValue {
        let bytes = [UInt8](try Data(contentsOf: root.appending(path: path)))
        return try JSONValue(parsing: bytes, maxByteCount: 1 << 20)
    }

    static func paths(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
            .filter { $0.hasSuffix(".json") }.map { folder + "/" + $0 }
    }

    /// The text of a value with one part replaced; the part must be there exactly once.
    static func changed(_ value: JSONValue, _ part: String, to other: String) throws -> JSONValue {
        let parts = value.compact.components(separatedBy: part)
        guard parts.count == 2 else { throw PartMissing(part: part, count: parts.count - 1) }
        return try JSONValue(parsing: parts.joined(separator: other), maxByteCount: 1 << 20)
    }

    struct PartMissing: Error {
        let part: String
        let count: Int
    }

    /// The description of what is thrown; nil when nothing is.
    static func refusal(_ read: () throws -> Void) -> String? {
        do {
            try read()
            return nil
        } catch { return "\(error)" }
    }
}
