internal import Signing

/// What an export holds, a line of JSON for each use and for each file: they are many, and the texts are shorter than
/// the values that they say.
struct ExportManifest {
    private var uses: [String] = []
    private var files: [String] = []

    /// How many files there are.
    var count: Int { files.count }

    mutating func add(_ use: ListedUse) { uses.append(use.json.compact) }

    mutating func add(_ file: CaseExport.File) {
        let line: JSONValue = [
            "path": .string(file.path), "bytes": .integer(Int64(file.bytes.count)),
            "sha256": .string(SHA256.digest(file.bytes).hex),
        ]
        files.append(line.compact)
    }

    /// The whole manifest, behind these members.
    func bytes(_ head: JSONValue) -> [UInt8] {
        let lists = [("uses", uses), ("files", files)].map { name, lines in
            "\"\(name)\": [\n\(lines.joined(separator: ",\n"))\n]"
        }
        return Array("\(head.compact.dropLast()),\n\(lists.joined(separator: ",\n"))}\n".utf8)
    }
}
