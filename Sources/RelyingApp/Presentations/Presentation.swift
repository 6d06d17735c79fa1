public import Credentials
public import RelyingAPI
public import Rulebook
public import Signing

/// A plain request to a wallet of any maker, and what came of it. It is counted nowhere: no use, no grant, nothing on
/// the ledger.
public struct Presentation: Sendable {
    /// 128 random bits in its addresses.
    public let id: SessionID
    public let scene: SceneCode
    public let profile: ProfileID
    public let matter: CaseOpening
    /// `client_id`, under which the link was made.
    public let clientID: String
    public let query: PresentationQuery
    public let nonce: String
    /// `state`: known to the wallet that fetched the request, and to nobody who only saw the link.
    public let requestState: String
    /// Where the holder's browser is led when he answers on the device from which he was asked; nil: the wallet is on
    /// another.
    public let returnAddress: WebAddress?
    /// POSIX seconds.
    public let created: UInt64
    public let ends: UInt64
    public let state: State
    /// POSIX seconds; nil while nobody answered.
    public let answered: UInt64?
    /// POSIX seconds: until when what was shown may be kept; nil while nothing was.
    public let keptUntil: UInt64?
    /// What the wallet fetched, and what it answered; nil while it did neither.
    public let content: PresentationContent?
    /// The verdict as JSON; nil while there is none.
    public let verdict: String?

    /// How far it came.
    public enum State: String, Sendable, CaseIterable {
        /// No wallet has fetched it.
        case open
        /// A wallet has fetched it, and not answered.
        case asked
        /// A wallet answered, and the holder's browser has not come back with its code.
        case returning
        /// A wallet answered, and the answer was judged.
        case shown
        /// A wallet said no. Whether its holder refused or holds nothing that answers is not told.
        case refused
    }

    /// Words that stand on the face of every such verdict.
    public static let mark = Bilingual(zh: "未计次出示", en: "uncounted presentation")
    /// What they mean.
    public static let markMeaning = Bilingual(
        zh: "未经账本计次，不是一次“使用”；账本的任何承诺（先记后用、计次、撤回、完整可查）均不适用。",
        en: "The ledger did not count it, and it is no use. None of the ledger's promises covers it: no trace before "
            + "release, no count, no withdrawal, no complete history."
    )
}

/// What passed between the desk and one wallet; sealed wherever it lies.
public struct PresentationContent: Hashable, Sendable, CBORCodable {
    /// The signed request object, as it was sent.
    public let request: String
    /// The wallet's nonce, which the request repeats.
    let walletNonce: String?
    /// What was shown, by query; empty while nothing was.
    public var answers: [PresentationResponse.Answer]
    /// The wallet's error code; nil when it gave none.
    public var refusal: String?

    init(request: String, walletNonce: String?) {
        self.request = request
        self.walletNonce = walletNonce
        answers = []
        refusal = nil
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(1)
        encoder.text(request)
        encoder.optional(walletNonce) { $0.text($1) }
        encoder.list(answers) { encoder, answer in
            encoder.array(2)
            encoder.text(answer.query)
            encoder.list(answer.presentations) { $0.text($1) }
        }
        encoder.optional(refusal) { $0.text($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        request = try decoder.text(max: PresentationRequest.maxByteCount)
        walletNonce = try decoder.optional { (inner) throws(CBORError) in try inner.text(max: 512) }
        answers = try decoder.list(max: 32) { (inner) throws(CBORError) in
            try inner.array(count: 2)
            return PresentationResponse.Answer(
                query: try inner.text(max: 64),
                presentations: try inner.list(max: 16) { (inner) throws(CBORError) in
                    try inner.text(max: SDJWT.maxByteCount)
                })
        }
        refusal = try decoder.optional { (inner) throws(CBORError) in try inner.text(max: 256) }
    }
}
