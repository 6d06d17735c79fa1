internal import Credentials
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// A plain request as it came and was checked; sealed wherever it lies.
struct AskedPresentation: Hashable, Sendable, CBORCodable {
    let link: String
    /// The signed request object.
    let request: String
    let walletNonce: String?
    /// POSIX seconds.
    let fetched: UInt64
    /// The member that asks, in a scene that allows it; nil for a verifier outside of the ledger.
    let member: Asking?

    /// A member of the ledger and its scene, as they were proven.
    struct Asking: Hashable, Sendable {
        let party: MemberID
        let scene: Scene
    }

    init(link: String, request: String, walletNonce: String?, fetched: UInt64, member: Asking?) {
        self.link = link
        self.request = request
        self.walletNonce = walletNonce
        self.fetched = fetched
        self.member = member
    }

    /// What was checked then, read again.
    func received() throws(PresentationRefusal) -> ReceivedPresentationRequest {
        guard let link = PresentationLink(link) else { throw .client(link) }
        return try ReceivedPresentationRequest(parsing: request, from: link, walletNonce: walletNonce, at: fetched)
    }

    /// Where it is sealed.
    static func place(_ link: Digest) -> String { "presentation/asked/\(link)" }

    func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.unsigned(1)
        encoder.text(link)
        encoder.text(request)
        encoder.optional(walletNonce) { $0.text($1) }
        encoder.unsigned(fetched)
        encoder.optional(member) { encoder, member in
            encoder.array(2)
            member.party.encode(into: &encoder)
            member.scene.encode(into: &encoder)
        }
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 6)
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        link = try decoder.text(max: 8_192)
        request = try decoder.text(max: PresentationRequest.maxByteCount)
        walletNonce = try decoder.optional { (inner) throws(CBORError) in try inner.text(max: 512) }
        fetched = try decoder.unsigned()
        member = try decoder.optional { (inner) throws(CBORError) in
            try inner.array(count: 2)
            return Asking(party: try MemberID(from: &inner), scene: try Scene(from: &inner))
        }
    }
}

/// What was shown in answer to a plain request; sealed wherever it lies.
struct ShownPresentation: Hashable, Sendable, CBORCodable {
    let parts: [Part]

    /// One document for one query.
    struct Part: Hashable, Sendable {
        let query: String
        let document: Int64
        let commitment: Commitment
        /// Where the shown claims stand, as people read it.
        let paths: [String]
    }

    init(_ parts: [Part]) { self.parts = parts }

    static func place(_ link: Digest) -> String { "presentation/choice/\(link)" }

    func encode(into encoder: inout CBOREncoder) {
        encoder.list(parts) { encoder, part in
            encoder.array(4)
            encoder.text(part.query)
            encoder.unsigned(UInt64(clamping: part.document))
            part.commitment.encode(into: &encoder)
            encoder.list(part.paths) { $0.text($1) }
        }
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        parts = try decoder.list(max: 32) { (inner) throws(CBORError) in
            try inner.array(count: 4)
            return Part(
                query: try inner.text(max: 64), document: Int64(clamping: try inner.unsigned()),
                commitment: try Commitment(from: &inner),
                paths: try inner.list(max: 256) { (inner) throws(CBORError) in try inner.text(max: 4_096) })
        }
    }
}
