public import Rulebook
internal import Sealing
public import Signing

/// One use of a grant, from the moment before it is sent until what it opened is judged.
public struct StoredUse: Sendable {
    public let grant: GrantID
    public let number: UInt64
    /// The signed `use`: kept before it is sent.
    public let statement: [UInt8]
    /// The secret of the release key that the statement names; nil once the grant is closed.
    let release: SealingPrivateKey?
    /// The case number with this use's own salt.
    let matter: [UInt8]
    /// Who acted, salted in the same way.
    let clerk: [UInt8]
    public let created: UInt64
    public let state: State
    public let height: UInt64?
    /// The block's id.
    public let block: Digest?
    /// Block time in ms.
    public let time: UInt64?
    public let receipt: String?
    /// What it opened.
    public let content: UseContent?
    /// The verdict as JSON.
    public let verdict: String?
    /// For a use that was lost or opened nothing: why, in both languages.
    public let note: StoredAnswer.RefusalNote?
    /// That its retention has ended; nil while everything is there.
    public var deletion: UseDeletion?
    /// The item of a bulk order that it was taken for; nil for any other.
    var tag: Digest?
    /// When the clerk compared the person with a portrait for it, POSIX seconds; nil where nobody did.
    public var compared: UInt64?

    /// How far a use came.
    public enum State: String, Sendable {
        /// Kept, and sent or about to be.
        case sent
        /// Counted; its shares are being gathered.
        case final
        /// Opened, judged and kept.
        case opened
        /// Counted, and the holder's wallet had sealed nothing good.
        case faulty
        /// Another statement of the party was counted in its place, or the ledger refused it.
        case lost
    }

    /// True while there is something left to do.
    public var isUnfinished: Bool { deletion == nil && (state == .sent || state == .final) }
}

/// What a use brought, and everything by which it can be judged again.
public struct UseContent: Hashable, Sendable, CBORCodable {
    public let documents: [Document]
    /// The digest of the set that it was dealt to.
    public let set: Digest
    /// What the wallet put in the ticket to open the request's case commitment.
    public let opening: [UInt8]
    /// By what a regulator would find the holder; empty when the wallet put none into the grant.
    let traceToken: [UInt8]
    /// What the state said, by question.
    public var proofs: [Proof]

    /// A document as it was shown, with the receipts of its record and of the seal of that block.
    public struct Document: Hashable, Sendable {
        public let presentation: String
        public let receipt: [UInt8]?
        public let seal: [UInt8]?

        public init(presentation: String, receipt: [UInt8]?, seal: [UInt8]?) {
            self.presentation = presentation
            self.receipt = receipt
            self.seal = seal
        }
    }

    /// The answer to one question: what was asked (1 grant, 2 scene, 3 issuer, 4 status, 5 correction), of which
    /// document, and the sealed proof.
    public struct Proof: Hashable, Sendable {
        public let question: UInt64
        public let document: UInt64
        public let bytes: [UInt8]
    }

    init(documents: [Document], set: Digest, opening: [UInt8], traceToken: [UInt8], proofs: [Proof]) {
        self.documents = documents
        self.set = set
        self.opening = opening
        self.traceToken = traceToken
        self.proofs = proofs
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.unsigned(2)
        encoder.list(documents) { encoder, document in
            encoder.array(3)
            encoder.text(document.presentation)
            encoder.optional(document.receipt) { $0.byteString($1) }
            encoder.optional(document.seal) { $0.byteString($1) }
        }
        encoder.digest(set)
        encoder.byteString(opening)
        encoder.byteString(traceToken)
        encoder.list(proofs) { encoder, proof in
            encoder.array(3)
            encoder.unsigned(proof.question)
            encoder.unsigned(proof.document)
            encoder.byteString(proof.bytes)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == 2 else { throw .unknownCode(offset: start, code: version) }
        documents = try decoder.list(max: 64) { (inner) throws(CBORError) in
            try inner.array(count: 3)
            return Document(
                presentation: try inner.text(max: 1 << 20),
                receipt: try inner.optional { (receipt) throws(CBORError) in try receipt.byteString(max: 1 << 18) },
                seal: try inner.optional { (seal) throws(CBORError) in try seal.byteString(max: 1 << 18) })
        }
        set = try decoder.digest()
        opening = try decoder.byteString(max: 512)
        traceToken = try decoder.byteString(max: 1_024)
        proofs = try decoder.list(max: 256) { (inner) throws(CBORError) in
            try inner.array(count: 3)
            return Proof(
                question: try inner.unsigned(max: 7), document: try inner.unsigned(max: 63),
                bytes: try inner.byteString(max: 1 << 18))
        }
    }
}
