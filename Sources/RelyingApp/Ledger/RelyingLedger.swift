public import Ledger
public import NodeAPI
public import Releasing
public import Rulebook
public import Signing

/// What the state holds under a key, or that it holds nothing, proven up to a final checkpoint.
public struct ProvenValue: Sendable {
    public let value: [UInt8]?
    /// It speaks as of this block …
    public let height: Height
    /// … and of its time, in ms.
    public let time: UInt64
    /// The sealed proof.
    public let proof: [UInt8]

    public init(value: [UInt8]?, height: Height, time: UInt64, proof: [UInt8]) {
        self.value = value
        self.height = height
        self.time = time
        self.proof = proof
    }
}

/// The words of validators that hold a deposit, and what the others said.
public struct HeldDeposit: Sendable {
    /// Signed acknowledgements, unchecked.
    public let words: [[UInt8]]
    /// Who gave none, and why.
    public let refusals: [Bilingual]

    public init(words: [[UInt8]], refusals: [Bilingual]) {
        self.words = words
        self.refusals = refusals
    }
}

/// What the shares gave, and evidence against each validator whose signed share is false.
public typealias GatheredShares = (secret: Result<CheckedSecret, OpeningRefusal>, faults: [FaultEvidence])

/// The ledger as the desk reaches it: nodes over HTTP, or in tests a ledger in memory.
///
/// What is away for a while throws `LedgerSilent`; the desk keeps what it has and asks again.
public protocol RelyingLedger: Sendable {
    var origin: String { get }
    /// The ledger in today's epoch, proven from the genesis that the desk trusts.
    func network() async throws -> Network
    /// The same, with all epochs before: who was in office when something was dealt or signed.
    func walk() async throws -> EpochWalk
    /// The steps by which the epochs followed from the genesis, as whoever judges a use later needs them.
    func epochs() async throws -> EpochProof
    /// What the state holds under a key, asked by bucket, as of a block or later.
    func value(_ kind: StateKind, _ key: StateKey, since height: Height) async throws -> ProvenValue
    /// Which scenes a party has, as a node lists them: each is proven by `scene`.
    func sceneCodes(of party: MemberID) async throws -> [SceneCode]
    /// The member that has this key, as a node says: the member's own entry proves it. Nil when none has it.
    func registrant(of key: PublicKey) async throws -> MemberID?
    /// What the state holds under each of many keys, as of a block or later; a bucket is fetched once.
    func values(_ kind: StateKind, _ keys: [StateKey], since height: Height) async throws -> [StateKey: ProvenValue]
    /// The newest final block as one node tells it.
    func newestHeight() async throws -> Height
    /// Final blocks behind one, in their order and without a gap, at most so many: what they touched is a node's word.
    func blocks(after height: Height, limit: Int) async throws -> [BlockBody]
    /// How the catalogue calls a type and its fields, as a node says: for people alone, nothing is judged by it.
    func typeNames(_ type: TypeCode) async throws -> TypeNames?
    /// Submits and waits for the block.
    func submit(_ statement: Statement) async throws -> OutcomeBody
    /// What became of a statement; nil when no node knows it.
    func outcome(of id: StatementID) async throws -> OutcomeBody?
    /// Time of the newest final block, in ms.
    func blockTime() async throws -> UInt64
    /// The receipt of the seal of the block in which a leaf stands.
    func sealReceipt(of index: LeafIndex) async throws -> [UInt8]
    /// Hands a deposit over for a request, and waits for the validators' words. Throws `RelyingRefusal`.
    func deposit(_ request: [UInt8], _ deposit: [UInt8]) async throws -> HeldDeposit
    /// Hands a signed call to the wallet that shows a code, at whichever node has it. Throws `NodeClientError`.
    func call(_ statement: Statement, to code: Digest) async throws
    /// Gathers the shares of one secret. Throws `LedgerSilent` when too few came and none of them was false.
    func secret(_ wanted: WantedSecret, freedBy release: KnownRelease) async throws -> GatheredShares
}

extension RelyingLedger {
    /// A ledger without a catalogue at hand.
    public func typeNames(_: TypeCode) async throws -> TypeNames? { nil }

    /// A member's entry; nil when there is none.
    func member(_ id: MemberID) async throws -> Member? {
        try await entry(.member, .member(id)).value
    }

    /// A party's scene; nil when there is none.
    func scene(_ party: MemberID, _ code: SceneCode) async throws -> SceneEntry? {
        try await entry(.scene, .scene(party, code)).value
    }

    /// A grant as it stands in the state as of a block or later; nil before it is final and after it was closed.
    func grant(_ id: GrantID, since height: Height) async throws -> (value: Grant?, height: Height, time: UInt64) {
        try await entry(.grant, .grant(id), since: height)
    }

    private func entry<Value: CBORCodable>(
        _ kind: StateKind, _ key: StateKey, since height: Height = Height(0)
    ) async throws -> (value: Value?, height: Height, time: UInt64) {
        let found = try await value(kind, key, since: height)
        do { return (try found.value.map { try Value(decoding: $0) }, found.height, found.time) } catch {
            throw LedgerSilent(zh: "账本状态无法读取：\(error)", en: "an entry of the state cannot be read: \(error)")
        }
    }

    /// The set that a deposit was dealt to; nil for one of no epoch.
    func set(_ digest: Digest) async throws -> DealtSet? {
        try await walk().epochs.last { $0.validatorsDigest == digest }.map { DealtSet($0) }
    }
}
