public import RelyingAPI
public import Rulebook
public import Signing

/// The id of a session: 128 random bits in its link, which is all that a wallet must know to ask.
public struct SessionID: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    public static let byteCount = 16

    /// Draws a new id.
    public init() { bytes = Random.bytes(SessionID.byteCount) }

    /// Nil for any other count than 16.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == SessionID.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads the form of a path: 32 hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 2 * SessionID.byteCount, let bytes = Hex.decode(String(text)) else { return nil }
        self.init(bytes)
    }

    public var description: String { Hex.encode(bytes) }
}

/// One request on its way to one wallet: what is asked, until when, and how far it came.
public struct Session: Sendable {
    public let id: SessionID
    public let scene: SceneCode
    public let profile: ProfileID
    public let uses: UInt64
    /// Longest life of the grant, in seconds.
    public let term: UInt64
    public let matter: CaseOpening
    /// The party's own words to this holder.
    public let text: Bilingual?
    /// POSIX seconds.
    public let created: UInt64
    public let ends: UInt64
    /// The key of the wallet that fetched the request first.
    public let grantKey: PublicKey?
    public let grant: GrantID?
    /// The signed request.
    public let request: [UInt8]?
    public let state: State

    /// How far a session came.
    public enum State: String, Sendable, CaseIterable {
        /// No wallet has fetched it.
        case open
        /// A wallet has fetched it, and not answered.
        case asked
        /// The answer is kept, and on its way to the ledger.
        case answered
        /// The grant is final.
        case granted
        /// The refusal is final.
        case refused
    }

    /// What stands in the place of a case number that was deleted.
    static let deletedMatter: CaseOpening = {
        let salt = [UInt8](repeating: 0, count: CaseOpening.saltByteCount)
        guard let matter = CaseOpening("–", salt: salt) else { preconditionFailure("a dash is no case number") }
        return matter
    }()

    /// How long an answer is taken behind the session's end: a holder reads, and clocks differ.
    static let grace: UInt64 = 300
}
