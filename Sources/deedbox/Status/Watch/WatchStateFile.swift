import Ledger
package import Rulebook
package import Signing

/// What a watcher keeps beside the receipts: how far it has looked, and what it has told.
package struct WatchState: Hashable, Sendable {
    /// The ledger's origin.
    package let ledger: String
    /// Every block up to here was looked at; nil before the first look.
    package var height: UInt64?
    /// The number of the last change that was told.
    package var number: UInt64 = 0
    /// Up to which blocks each document's changes were told.
    package var told: [Document: ToldHeights] = [:]
    /// Changes that are about to be told: after a kill they are told first.
    package var untold: [Line] = []

    /// A document by who recorded it and what the record says.
    package struct Document: Hashable, Sendable {
        package let issuer: MemberID
        package let commitment: Commitment

        package init(issuer: MemberID, commitment: Commitment) {
            self.issuer = issuer
            self.commitment = commitment
        }
    }

    /// A change as it is told: to programs and to people.
    package struct Line: Hashable, Sendable {
        package let json: JSONObject
        package let text: String

        package init(json: JSONObject, text: String) {
            self.json = json
            self.text = text
        }
    }

    package init(ledger: String) { self.ledger = ledger }
}

extension WatchState {
    private static let format = "deedbox-watch/1"
    /// Most documents that one watcher follows.
    package static let maxDocuments = 16_384
    /// Most bytes of the file.
    package static let maxByteCount = 64 << 20

    /// The file's JSON.
    package var json: JSONValue {
        let documents = told.sorted { $0.key.commitment.digest < $1.key.commitment.digest }.map { document, heights in
            JSONValue.object([
                "issuer": .string(document.issuer.text), "commitment": .string(document.commitment.description),
                "status": .integer(Int64(clamping: heights.status)),
                "disputed": .integer(Int64(clamping: heights.disputed)),
                "answered": .integer(Int64(clamping: heights.answered)),
            ])
        }
        return [
            "format": .string(WatchState.format), "ledger": .string(ledger),
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "number": .integer(Int64(clamping: number)), "documents": .array(documents),
            "untold": .array(untold.map { ["line": .object($0.json), "text": .string($0.text)] }),
        ]
    }

    /// Reads the file's JSON, strictly.
    package init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in try WatchState(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        try reader.member("format").exactly(WatchState.format)
        ledger = try reader.member("ledger").string()
        let height = try reader.member("height")
        self.height = height.value == .null ? nil : try height.unsigned(max: Height.limit)
        number = try reader.member("number").unsigned()
        let documents = try reader.member("documents").list(max: WatchState.maxDocuments) {
            (item) throws(JSONError) in
            try item.object { (reader) throws(JSONError) in try WatchState.document(from: &reader) }
        }
        for (document, heights) in documents { told[document] = heights }
        untold = try reader.member("untold").list { (item) throws(JSONError) in
            try item.object { (reader) throws(JSONError) in
                let line = try reader.member("line")
                guard case .object(let json) = line.value else { throw line.invalid("must be an object") }
                return Line(json: json, text: try reader.member("text").string())
            }
        }
    }

    private static func document(
        from reader: inout JSONReader
    ) throws(JSONError) -> (Document, ToldHeights) {
        let issuer = try reader.member("issuer")
        guard let member = MemberID(try issuer.string()) else { throw issuer.invalid("must be a member's id") }
        let document = Document(issuer: member, commitment: Commitment(try reader.member("commitment").digest()))
        let heights = ToldHeights(
            status: try reader.member("status").unsigned(max: Height.limit),
            disputed: try reader.member("disputed").unsigned(max: Height.limit),
            answered: try reader.member("answered").unsigned(max: Height.limit))
        return (document, heights)
    }
}

/// The file of a watcher's state. One process holds it at a time; after a power cut the old or the new one is whole.
///
/// The lock's own file has the number of the change that was told last. It is written right after the telling, and
/// not synced: what a kill leaves is right, and what a power cut leaves may be an earlier number.
struct WatchStateFile {
    let path: String
    private let lock: OpenedFile

    /// Takes the lock beside the file; throws when another process has it.
    init(_ path: String) throws {
        self.path = path
        guard !Folder.isFolder(path) else { throw FileError.folder(path) }
        try Folder.create(Folder.of(path))
        lock = try OpenedFile(path + ".lock", .writing)
        try lock.lock()
    }

    /// What was kept; nil when the file is not there yet.
    func read() throws -> WatchState? {
        guard Folder.exists(path) else { return nil }
        let bytes = try WholeFile.bytes(path, max: WatchState.maxByteCount)
        do throws(JSONError) {
            return try WatchState(readable: try JSONValue(parsing: bytes, maxByteCount: WatchState.maxByteCount))
        } catch { throw WatchWords.badState(path, "\(error)") }
    }

    /// The number of the change that was told last, as far as is known.
    func marked() throws -> UInt64 {
        var bytes = [UInt8](repeating: 0, count: WatchStateFile.markWidth)
        try lock.seek(to: 0)
        let count = try lock.read(into: &bytes)
        return UInt64(String(decoding: bytes.prefix(count), as: UTF8.self)) ?? 0
    }

    /// Notes that the change of that number was told.
    func mark(_ number: UInt64) throws {
        let digits = String(number)
        try lock.seek(to: 0)
        let zeroes = String(repeating: "0", count: max(0, WatchStateFile.markWidth - digits.utf8.count))
        try lock.write(Array((zeroes + digits).utf8))
    }

    private static let markWidth = 20

    /// Keeps the state, durably.
    func write(_ state: WatchState) throws {
        try WholeFile.replace(Array((state.json.compact + "\n").utf8), at: path)
    }
}
