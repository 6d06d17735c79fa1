public import Signing

/// A closed list of values with their names: `deedbox-list/1`.
public struct CodeList: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-list/1"
    /// Most entries.
    public static let maxEntries = 20_000

    /// A value and what it means.
    public struct Entry: Hashable, Sendable {
        public let code: String
        public let name: Bilingual

        /// An entry of these parts.
        public init(code: String, name: Bilingual) {
            self.code = code
            self.name = name
        }
    }

    /// How fields refer to the list.
    public let name: String
    public let title: Bilingual
    public let entries: [Entry]
    private let codes: Set<[UInt8]>

    /// True when a value stands in the list, byte for byte.
    public func contains(_ code: some Sequence<UInt8>) -> Bool { codes.contains(Array(code)) }

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(CodeList.readableFormat)
            let list = try reader.member("entries")
            let entries = try list.list(max: CodeList.maxEntries) { (item) throws(JSONError) in
                try Entry(readable: item)
            }
            try list.distinct(entries.map { Array($0.code.utf8) }, "code")
            return CodeList(
                name: try reader.member("name").listName(), title: try reader.member("title").bilingual(),
                entries: entries)
        }
    }

    /// A list of these entries, whose codes differ.
    public init(name: String, title: Bilingual, entries: [Entry]) {
        self.name = name
        self.title = title
        self.entries = entries
        codes = Set(entries.map { Array($0.code.utf8) })
    }

    /// The list as people read it; `init(readable:)` gives the same one back.
    public var readable: JSONValue {
        [
            "format": .string(CodeList.readableFormat), "name": .string(name), "title": title.readable,
            "entries": .array(entries.map { ["code": .string($0.code), "name": $0.name.readable] }),
        ]
    }
}

extension CodeList.Entry {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            let code = try reader.member("code")
            let text = try code.string(maxByteCount: 256)
            guard !text.isEmpty else { throw code.invalid("must not be empty") }
            return CodeList.Entry(code: text, name: try reader.member("name").bilingual())
        }
    }
}
