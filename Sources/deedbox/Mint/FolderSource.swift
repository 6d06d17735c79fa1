import Foundation
import Importing
import Rulebook
import Signing

/// The files of a folder as documents of one type: the digest is that of each file's bytes.
package struct FolderSource: DocumentSource {
    private let folder: String
    private let names: [String]
    private let type: KnownType
    private var position = 0
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    /// The files that stand in the folder itself, by name; those whose name begins with a dot are left out.
    package init(folder: String, type: KnownType) throws {
        self.folder = folder
        self.type = type
        let all: [String]
        do { all = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw FileError.reading(folder, reason: "\(error.localizedDescription)")
        }
        names = all.filter { !$0.hasPrefix(".") && !Folder.isFolder("\(folder)/\($0)") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package var progress: SourceProgress {
        SourceProgress(done: UInt64(position), total: UInt64(names.count))
    }

    package mutating func next() throws -> SourceItem? {
        guard position < names.count else { return nil }
        let name = names[position]
        position += 1
        guard let digest = try digest("\(folder)/\(name)") else {
            return .faulty([RowFault(row: position, field: name, rule: .emptyFile, fact: RuleWords.emptyFile)])
        }
        return .document(MintDocument(row: position, file: name, digest: digest), type)
    }

    /// The SHA-256 of a file, read a piece at a time; nil for an empty one.
    private mutating func digest(_ path: String) throws -> Digest? {
        let file = try OpenedFile(path, .reading)
        var hasher = SHA256()
        var isEmpty = true
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { return isEmpty ? nil : hasher.finalize() }
            isEmpty = false
            hasher.update(buffer[..<count])
        }
    }
}
