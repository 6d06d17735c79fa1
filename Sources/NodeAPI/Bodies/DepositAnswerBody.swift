public import Releasing
public import Rulebook
public import Signing

/// The answer to a deposit: who holds it with a good share of its own, and who does not and why.
public struct DepositAnswerBody: Codable, Hashable, Sendable {
    /// The manifest's digest in hexadecimal: what the grant names.
    public let manifest: String
    /// When the deposit expires, POSIX seconds.
    public let expiry: UInt64
    /// How many validators it was dealt to.
    public let validators: Int
    /// How many of them open it.
    public let quorum: Int
    /// Their signed words in base64, in the order of the positions: `DepositReceipt` checks them.
    public let acknowledgements: [String]
    /// What those that answered and do not acknowledge it say.
    public let refusals: [DepositRefusalBody]

    public init(_ manifest: DepositManifest, acknowledgements: [[UInt8]], refusals: [DepositRefusalBody]) {
        self.manifest = manifest.digest.hex
        expiry = manifest.expiry
        validators = manifest.count
        quorum = manifest.quorum
        self.acknowledgements = acknowledgements.map { Base64.encode($0) }
        self.refusals = refusals
    }

    /// The same of the deal of a sealed disclosure, whose digest the act names.
    public init(
        _ deal: SealedDeal, _ digest: Digest, acknowledgements: [[UInt8]], refusals: [DepositRefusalBody]
    ) {
        manifest = digest.hex
        expiry = deal.terms.latest
        validators = deal.sealedShares.count
        quorum = deal.terms.quorum
        self.acknowledgements = acknowledgements.map { Base64.encode($0) }
        self.refusals = refusals
    }

    /// The signed words as bytes.
    public var words: [[UInt8]] { acknowledgements.compactMap { Base64.decode($0) } }
}

/// What a node holds of deposits, for its operator.
public struct DepositStateBody: Codable, Hashable, Sendable {
    public let deposits: Int
    /// Deposits that no block has named.
    public let unclaimed: Int
    /// Bytes of their parts.
    public let bytes: Int
    /// Deposits that blocks name and that are damaged or not here.
    public let lacking: Int

    public init(deposits: Int, unclaimed: Int, bytes: Int, lacking: Int) {
        self.deposits = deposits
        self.unclaimed = unclaimed
        self.bytes = bytes
        self.lacking = lacking
    }
}

/// Why a validator does not acknowledge a deposit, as its node says: a word without signature.
public struct DepositRefusalBody: Codable, Hashable, Sendable {
    /// The member that runs the node.
    public let member: String
    /// The rule's code.
    public let code: String
    /// The fact.
    public let detail: Bilingual

    public init(member: String, code: String, detail: Bilingual) {
        self.member = member
        self.code = code
        self.detail = detail
    }
}
