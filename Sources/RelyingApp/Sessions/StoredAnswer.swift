internal import NodeAPI
public import Rulebook
public import Signing

/// What a wallet answered, and how far it came on its way to the ledger.
public struct StoredAnswer: Sendable {
    /// SHA-256 of the bytes that were posted: the same again is the same answer.
    public let digest: Digest
    public let session: SessionID
    public let grant: GrantID
    public let kind: Kind
    /// The digest of the deposit's manifest; nil for a refusal.
    public let manifest: Digest?
    /// The encoded deposit; nil for a refusal, and once the grant is closed.
    public let deposit: [UInt8]?
    /// The holder's signed act.
    public let statement: [UInt8]
    /// The words of validators that hold the deposit.
    public let words: [[UInt8]]
    /// How many validators there were.
    public let validators: Int
    public let state: State
    public let height: UInt64?
    public let receipt: String?
    /// Why it failed.
    public let refusal: RefusalNote?

    /// What a wallet can answer.
    public enum Kind: Int64, Sendable {
        case grant = 1
        case refusal = 2
        case dealtAgain = 3
    }

    /// How far an answer came.
    public enum State: String, Sendable {
        case kept, final, failed
    }

    /// A refusal as it is kept: its code and its words.
    public struct RefusalNote: Hashable, Sendable {
        public let code: String
        public let detail: Bilingual
        public let next: Bilingual
    }
}

extension StoredAnswer.RefusalNote {
    init(_ refusal: RelyingRefusal) {
        self.init(code: refusal.code, detail: refusal.words.detail, next: refusal.words.next)
    }

    init(parsing text: String) throws(JSONError) {
        let element = try JSONElement(parsing: text, maxByteCount: 65_536)
        self = try element.object { (reader) throws(JSONError) -> StoredAnswer.RefusalNote in
            func both(_ name: String) throws(JSONError) -> Bilingual {
                try reader.member(name).object { (inner) throws(JSONError) in
                    Bilingual(zh: try inner.member("zh").string(), en: try inner.member("en").string())
                }
            }
            return StoredAnswer.RefusalNote(
                code: try reader.member("code").string(), detail: try both("detail"), next: try both("next"))
        }
    }

    var text: String {
        JSONValue.object([
            "code": .string(code), "detail": ["zh": .string(detail.zh), "en": .string(detail.en)],
            "next": ["zh": .string(next.zh), "en": .string(next.en)],
        ]).compact
    }
}
