import Ledger
import NodeAPI
import Releasing
import RelyingApp
import Replication
import Rulebook
import Sealing
import Signing
import Synchronization
import TestSupport

/// A ledger in memory as a relying desk reaches it: the same rules, seals, receipts and proofs as over HTTP, and
/// validators that hold deposits and give their shares of final uses.
actor TestTown: RelyingLedger {
    /// How the ledger fails.
    enum Trouble {
        /// Everything can be read, and nothing sent.
        case mute
        /// The next submission is taken, and the answer is lost on its way.
        case answerLost
        /// No validator acknowledges a deposit.
        case noWords
        /// The validators' words over a deposit are signed by somebody else.
        case falseWords
        /// No share is given.
        case noShares
        /// The state is served as it was when it was remembered, with the good proofs of then.
        case stale
        /// What is sent is taken and said to be refused, and the state is served as with `stale`.
        case denying
        /// The next submission is not taken, and said to be final all the same, by the receipt of another statement.
        case pretending
        /// The last validator answers with a share that is not the one that it was dealt.
        case falseShare
    }

    nonisolated let known: Network
    /// One key a validator, in the order of the set.
    nonisolated let weekly: [SealingPrivateKey]
    nonisolated let regulator = SealingPrivateKey()
    nonisolated let time = TestTime(TestNetwork.created * 1_000 + 86_400_000)
    private var ledger: TestLedger
    private var hashes: [Digest] = []
    private var note: SignedNote?
    private var final: [StatementID: (height: Height, index: LeafIndex, time: UInt64)] = [:]
    private var refused: [StatementID: Refusal] = [:]
    private var seals: [(height: Height, index: LeafIndex, id: BlockID)] = []
    private var bodies: [BlockBody] = []
    private var accredited: Set<TypeCode> = []
    private var held: [Digest: [OwnShares]] = [:]
    private var trouble: Trouble?
    /// Codes that wallets show, each with what was called to it.
    var codes: [Digest: [UInt8]] = [:]
    private var remembered: (tree: StateTree, seal: Receipt, height: Height)?

    /// Four validators and more withstand a liar.
    init(validators: Int = 1) {
        known = TestNetwork.network(validators: validators, faultModel: validators < 4 ? .crash : .byzantine)
        weekly = (0..<validators).map { _ in SealingPrivateKey() }
        ledger = TestLedger(known)
    }

    nonisolated var origin: String { known.origin }

    var isMute: Bool { trouble == .mute }

    func fail(_ trouble: Trouble?) { self.trouble = trouble }

    /// Keeps the state of now as a copy that a node could be restored from.
    func remember() throws { remembered = try newest() }

    private func newest() throws -> (tree: StateTree, seal: Receipt, height: Height) {
        guard let last = seals.last, let receipt = try receipt(last.index) else { throw silent("no block yet") }
        return (ledger.state.tree, receipt, last.height)
    }

    /// How often an act stands on the ledger.
    func count(_ name: ActName) -> Int { statements(name).count }

    /// The statements of an act, in the order of the ledger.
    func statements(_ name: ActName) -> [Statement] {
        ledger.leaves.compactMap { try? Statement(decoding: $0) }
            .filter { ActName(contentType: $0.header.contentType) == name }
    }

    /// The sequence number that governance has next.
    var sequence: UInt64 { ledger.sequence }

    /// Puts acts of others on the ledger; throws the first refusal.
    func commit(_ acts: [Act], by signatory: Signatory) throws {
        for act in acts {
            let statement = signatory.signed(
                act.name.contentType, act.payload, origin: origin, notAfter: time.now / 1_000 + 30)
            let outcome = try submit(statement)
            guard outcome.state == .final else { throw silent("refused: \(outcome.code ?? "")") }
        }
    }

    /// Lets time go by, and makes a block at its end.
    func pass(seconds: UInt64) throws {
        time.pass(milliseconds: seconds * 1_000)
        try seal([])
    }

    private func silent(_ reason: String) -> LedgerSilent { LedgerSilent(Bilingual(zh: reason, en: reason)) }
}

/// Documents of the police.
extension TestTown {
    /// Records documents, and tells the receipt of each.
    func mint(_ issue: TestIssue) throws -> [[UInt8]] {
        if accredited.insert(issue.type.code).inserted {
            let act = Accredit(code: issue.type.code, issuer: issue.issuer.id, period: Period(from: 0, until: nil))
            try commit([.accredit(act)], by: .member(issue.type.owner))
        }
        time.pass(milliseconds: 10)
        ledger.clock = time.now
        let submission = issue.submission(in: ledger)
        try seal([try ledger.admit(submission)])
        let id = try Statement(decoding: submission.statement).id
        guard let place = final[id], let receipt = try receipt(place.index) else { throw silent("not recorded") }
        let leaves = issue.records.map(\.encoded)
        let hashes = leaves.map { Digest.leaf($0) }
        return leaves.indices.map { position in
            let proof = RecordProof(
                bytes: leaves[position], position: position, path: MerkleTree.path(to: position, in: hashes))
            return Receipt(
                leaf: receipt.leaf, proof: receipt.proof, checkpoint: receipt.checkpoint, record: proof
            ).encoded
        }
    }

    /// Says something of the document of a receipt.
    func change(_ receipt: [UInt8], to state: DocumentState) throws {
        let issue = try CheckedIssue(Receipt(decoding: receipt), network: known)
        let act = SetStatus(
            record: issue.index, commitment: issue.record.commitment, state: state,
            reason: TestIssue.commitment("示例理由"))
        try commit([.setStatus(act)], by: .member(.police))
    }
}

extension BlockBody {
    /// A block as a node tells it.
    fileprivate init(_ block: CheckedBlock) {
        func touched(_ kind: StateKind) -> [String] {
            let keys = block.executed.changes.map { $0.0 }.filter { $0.kind == kind.rawValue }
            return Set(keys.map { BucketPrefix(of: $0, bits: 16).digits }).sorted()
        }
        self.init(
            height: block.height.value, time: block.seal.time, id: block.seal.id.digest.hex,
            first: block.seal.firstIndex.value, seal: block.sealIndex.value, root: block.head.root.hex,
            statements: block.statements.count, records: 0,
            touched: TouchedBody(
                status: touched(.status), correction: touched(.correction), grant: touched(.grant)))
    }
}

/// What a desk asks.
extension TestTown {
    func network() -> Network { ledger.network }

    func walk() -> EpochWalk { EpochWalk(from: known) }

    func epochs() -> EpochProof { EpochProof(origin: origin, steps: []) }

    func value(_ kind: StateKind, _ key: StateKey, since height: Height) throws -> ProvenValue {
        let isOld = trouble == .stale || trouble == .denying
        let served = try isOld ? remembered ?? newest() : newest()
        guard served.height >= height else { throw silent("the node is behind") }
        let proof = SealedProof(seal: served.seal, proof: served.tree.proof(key))
        let found = try proof.value(of: key, policy: ledger.network.policy)
        return ProvenValue(
            value: found.value, height: found.seal.height, time: found.seal.time, proof: proof.encoded)
    }

    func sceneCodes(of party: MemberID) -> [SceneCode] {
        statements(.declareScene).filter { $0.header.issuer == party.text }
            .compactMap { try? DeclareScene(decoding: $0.payload).scene.code }
    }

    func registrant(of key: PublicKey) throws -> MemberID? {
        if trouble == .mute { throw silent("nobody answers") }
        return TestMember.allCases.map(\.id).first { id in
            ledger.view.member(id)?.details(at: ledger.head.time).keys.contains { $0.key == key } == true
        }
    }

    func submit(_ statement: Statement) throws -> OutcomeBody {
        if trouble == .mute { throw silent("nothing is taken") }
        if trouble == .pretending, let other = final.first(where: { $0.key != statement.id }) {
            trouble = nil
            let (place, receipt) = (other.value, try receipt(other.value.index))
            return .final(
                statement.id, height: place.height, index: place.index, time: place.time, receipt: receipt?.text ?? "")
        }
        time.pass(milliseconds: 10)
        ledger.clock = time.now
        let checked: CheckedStatement
        do throws(Refusal) {
            checked = try ledger.admit(Submission(statement: statement))
        } catch { return try body(statement.id) ?? refusal(statement.id, error) }
        try seal([checked])
        if trouble == .answerLost {
            trouble = nil
            throw silent("the answer was lost")
        }
        if trouble == .denying { return refusal(statement.id, .alreadyAccepted(statement.id)) }
        if let refused = refused[statement.id], final[statement.id] == nil { return refusal(statement.id, refused) }
        return try body(statement.id) ?? .pending(statement.id)
    }

    func outcome(of id: StatementID) throws -> OutcomeBody? {
        if trouble == .denying { return nil }
        return try body(id) ?? refused[id].map { refusal(id, $0) }
    }

    func values(_ kind: StateKind, _ keys: [StateKey], since height: Height) throws -> [StateKey: ProvenValue] {
        if trouble == .mute { throw silent("nobody answers") }
        return try Dictionary(
            keys.map { ($0, try value(kind, $0, since: height)) }, uniquingKeysWith: { first, _ in first })
    }

    func newestHeight() -> Height { ledger.head.height }

    func blocks(after height: Height, limit: Int) -> [BlockBody] {
        Array(bodies.filter { $0.height > height.value }.prefix(limit))
    }

    func blockTime() -> UInt64 { ledger.head.time }

    private func block(_ height: Height) throws -> BlockID {
        guard let seal = seals.first(where: { $0.height == height }) else { throw silent("no such block") }
        return seal.id
    }

    func sealReceipt(of index: LeafIndex) throws -> [UInt8] {
        guard let seal = seals.first(where: { $0.index > index }), let receipt = try receipt(seal.index) else {
            throw silent("no such leaf")
        }
        return receipt.encoded
    }

    private func refusal(_ id: StatementID, _ refusal: Refusal) -> OutcomeBody {
        var winner: WinnerBody?
        if case .alreadyUsed(_, _, let counted) = refusal { winner = WinnerBody(counted, receipt: nil) }
        return .refused(id, refusal, height: ledger.head.height, signed: [], winner: winner)
    }

    private func body(_ id: StatementID) throws -> OutcomeBody? {
        guard let place = final[id], let receipt = try receipt(place.index) else { return nil }
        return .final(id, height: place.height, index: place.index, time: place.time, receipt: receipt.text)
    }

    private func receipt(_ index: LeafIndex) throws -> Receipt? {
        guard let note, index.value < hashes.count else { return nil }
        let proof = try InclusionProof.build(
            index: index, size: UInt64(hashes.count), from: Hashes(leaves: hashes))
        return Receipt(leaf: ledger.leaves[Int(index.value)], proof: proof, checkpoint: note)
    }

    /// Makes a block of these, signed by all validators.
    private func seal(_ waiting: [CheckedStatement]) throws {
        ledger.clock = time.now
        let proposal = try ledger.propose(waiting)
        for (id, refusal) in proposal.refused { refused[id] = refusal }
        hashes += ledger.leaves[hashes.count...].map { Digest.leaf($0) }
        note = ledger.note()
        let head = ledger.head
        seals.append((head.height, LeafIndex(head.size - 1), head.id))
        if let block = ledger.blocks.last { bodies.append(BlockBody(block)) }
        for place in proposal.block.statements { final[place.id] = (head.height, place.index, head.time) }
    }

    /// The hashes of a log that fits memory.
    private struct Hashes: TreeHashes {
        let leaves: [Digest]

        func hash(level: Int, index: UInt64) -> Digest {
            let start = Int(index) << level
            return MerkleTree.root(of: leaves[start..<(start + (1 << level))])
        }
    }
}

/// The validators' part in deposits.
extension TestTown {
    private var validators: [Validator] { known.genesis.validators }

    func deposit(_ leave: [UInt8], _ deposit: [UInt8]) throws -> HeldDeposit {
        let refusal = Bilingual(zh: "示例拒绝", en: "sample refusal")
        if trouble == .noWords { return HeldDeposit(words: [], refusals: [refusal]) }
        let read = try Deposit(decoding: deposit)
        let set = DealtSet(ledger.network)
        let terms = DepositTerms(
            context: read.manifest.context, set: set, regulator: regulator.publicKey, mostUses: 400,
            expiry: 0...(1 << 40), maxByteCount: 8 << 20, bytesLeft: 8 << 20, entriesLeft: 300)
        let fitting = try FittingDeposit(read, within: terms)
        let own = try zip(set.positions, weekly).map { try fitting.ownShares(at: $0, by: $1) }
        held[fitting.manifest] = own
        let words = zip(own, validators).map { own, validator in
            let key = trouble == .falseWords ? SampleKeys.key("node-9/release") : releaseKey(of: validator)
            return DepositAcknowledgement(of: own).signed(by: key, of: validator.member.text, in: origin)
        }
        return HeldDeposit(words: words, refusals: [])
    }

    func secret(_ wanted: WantedSecret, freedBy release: KnownRelease) throws -> GatheredShares {
        guard trouble != .noShares, let place = final[release.statement],
            let use = try? Use(decoding: Statement(decoding: ledger.leaves[Int(place.index.value)]).payload),
            let key = SealingPublicKey(use.releaseKey),
            var collection = ShareCollection(of: wanted.manifest, wanted.index, from: wanted.set)
        else { throw silent("no node gives a share") }
        let executed = ExecutedRelease(
            .use, statement: release.statement, releaseKey: key, height: place.height,
            block: try block(place.height),
            entries: [ReleaseEntry(manifest: wanted.manifest.digest, index: wanted.index)])
        // The last is asked first: a quorum of the others would make its answer needless.
        for number in validators.indices.reversed() where !collection.isComplete {
            let answer = try answer(executed, by: number)
            _ = try collection.take(try ReceivedAnswer(answer, to: release, from: wanted.set, in: origin))
        }
        let gathered = collection
        return (Result { () throws(OpeningRefusal) in try gathered.secret() }, gathered.faults)
    }

    /// The signed answer of the validator at a place.
    private func answer(_ executed: ExecutedRelease, by number: Int) throws -> [UInt8] {
        let members = validators.map(\.member.text)
        let free = try FinalRelease(
            executed, cosigners: members, own: members[number], quorum: known.quorum.count)
        let isFalse = trouble == .falseShare && number == validators.count - 1
        let held = held.mapValues { $0[number] }
        let given = isFalse ? try held.mapValues { try $0.withFalseShares() } : held
        var random = SystemRandom()
        return try ReleaseAnswer.signed(
            free, holding: { given[$0] }, by: releaseKey(of: validators[number]), of: members[number], in: origin,
            using: &random)
    }

    private func releaseKey(of validator: Validator) -> PrivateKey {
        SampleKeys.key(validator.member.text + "/release")
    }
}

extension OwnShares {
    /// The same with another share of each secret in the place of the one that was dealt.
    fileprivate func withFalseShares() throws -> OwnShares {
        var bytes = encoded
        for index in indices {
            guard let share = share(of: index)?.bytes, let place = bytes.firstRange(of: share) else { continue }
            bytes[place.lowerBound] ^= 1
        }
        return try OwnShares(decoding: bytes)
    }
}

/// A clock that a test sets.
final class TestTime: Sendable {
    private let milliseconds: Mutex<UInt64>

    init(_ start: UInt64) { milliseconds = Mutex(start) }

    var now: UInt64 { milliseconds.withLock { $0 } }

    func pass(milliseconds more: UInt64) { milliseconds.withLock { $0 += more } }
}
