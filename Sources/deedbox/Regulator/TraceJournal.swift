import Foundation
package import Rulebook
package import Sealing
package import Signing

/// What a regulator wants to know, and why.
package struct TraceWish: Sendable {
    let grant: GrantID
    let ground: LegalGround
    let caseNumber: String

    package init(grant: GrantID, ground: LegalGround, caseNumber: String) {
        self.grant = grant
        self.ground = ground
        self.caseNumber = caseNumber
    }
}

/// A trace as it was written down before it was sent: signed, with the secret of the key to which nodes seal.
package struct TraceDraft: Sendable {
    package let statement: Statement
    package let release: SealingPrivateKey

    package init(statement: Statement, release: SealingPrivateKey) {
        self.statement = statement
        self.release = release
    }
}

/// The traces of one grant, a JSON line each, readable by the owner alone: what was sent, and what came of it.
///
/// A trace is an entry for ever: one that was stopped goes on with the same statement, and makes no second entry.
package struct TraceJournal: Sendable {
    package let path: String
    private static let maxByteCount = 16 << 20

    package init(_ path: String) throws {
        _ = try SaltJournal(path)
        self.path = path
    }

    /// Writes down what is about to be sent, durably.
    package func keep(_ draft: TraceDraft, _ wish: TraceWish, salt: [UInt8]) throws {
        try SaltJournal(path).append([
            "grant": .string(wish.grant.description), "ground": .string(wish.ground.word),
            "case": .string(wish.caseNumber), "caseSalt": .string(Hex.encode(salt)),
            "statement": .string(draft.statement.id.description),
            "bytes": .string(Base64.encode(draft.statement.bytes)),
            "releaseSecret": .string(Hex.encode(draft.release.secret)),
        ])
    }

    /// Writes down what became of a trace.
    package func append(_ line: JSONObject) throws { try SaltJournal(path).append(line) }

    /// The last trace that was made for that wish: the same grant, ground and case. Lines that a kill cut short are
    /// passed over.
    package func last(for wish: TraceWish) throws -> TraceDraft? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try WholeFile.text(path, max: TraceJournal.maxByteCount)
        return text.split(whereSeparator: \.isNewline).reversed().lazy.compactMap { TraceDraft(String($0), wish) }
            .first
    }
}

extension TraceDraft {
    /// Reads a line of the journal; nil for one of another kind, wish or form.
    fileprivate init?(_ line: String, _ wish: TraceWish) {
        guard let json = try? JSONValue(parsing: Array(line.utf8), maxByteCount: 64 << 10),
            case .object(let object) = json, object["grant"] == .string(wish.grant.description),
            object["ground"] == .string(wish.ground.word), object["case"] == .string(wish.caseNumber),
            case .string(let text)? = object["bytes"], case .string(let secret)? = object["releaseSecret"],
            let bytes = Base64.decode(text), let statement = try? Statement(decoding: bytes),
            let release = Hex.decode(secret).flatMap({ SealingPrivateKey(secret: $0) })
        else { return nil }
        self.init(statement: statement, release: release)
    }
}
