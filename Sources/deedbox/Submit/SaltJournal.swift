import NodeAPI
import Rulebook
import Signing

/// A text that stands on the ledger only as a salted commitment.
struct SaltedText {
    let salt = Random.bytes(32)
    let commitment: Commitment

    init(_ text: String, _ purpose: [UInt8]) {
        var hasher = SHA256()
        hasher.update(purpose)
        hasher.update(salt)
        hasher.update(Array(text.utf8))
        commitment = Commitment(hasher.finalize())
    }
}

/// Texts and salts that only their owner keeps, a JSON line each, readable by the owner alone.
///
/// A line is durable before its commitment is sent. When the ledger has answered, a second line with the same
/// `statement` says where it stands; without one the ledger can be asked by that id.
struct SaltJournal {
    let path: String

    init(_ path: String) throws {
        self.path = path
        guard !Folder.isFolder(path) else { throw FileError.folder(path) }
        try Folder.create(Folder.of(path))
    }

    /// Appends a line, durably.
    func append(_ line: JSONObject) throws {
        let file = try OpenedFile(path, .writing)
        try file.lock()
        let size = try file.size()
        try file.seek(to: size == 0 ? 0 : size - 1)
        var last: [UInt8] = [0]
        // A line that a kill cut short stays as it is, and the next begins below it.
        let isTorn = try size > 0 && file.read(into: &last) == 1 && last != Array("\n".utf8)
        try file.write(Array(((isTorn ? "\n" : "") + JSONValue.object(line).compact + "\n").utf8))
        try file.sync()
        try Folder.sync(of: path)
    }

    /// Writes down what a statement commits to, sends the statement, and writes down what became of it.
    func keep(
        _ line: JSONObject, until statement: Statement, isFinalIn session: LedgerSession
    ) async throws -> FinalStatement {
        let id = JSONValue.string(statement.id.description)
        var line = line
        line.append("statement", id)
        try append(line)
        do {
            let outcome = try await session.send(statement)
            try append([
                "statement": id, "height": .integer(Int64(clamping: outcome.height)),
                "leaf": .integer(Int64(clamping: outcome.index)),
            ])
            return outcome
        } catch let refusal as CommandError where refusal.status == .no {
            try append(["statement": id, "refused": .string(refusal.code)])
            throw refusal
        }
    }
}
