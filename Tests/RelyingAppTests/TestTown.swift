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

/// A one-node ledger in memory as a relying desk reaches it: the same rules, seals, receipts and proofs as over HTTP,
/// and one validator that holds deposits and gives its shares of final uses.
actor TestTown: RelyingLedger {
    /// How the ledger fails.
    enum Trouble {
        /// Everything can be read, and nothing sent.
        case mute
        /// The next submission is taken, and the answer is lost on its way.
        case answerLost
        /// No validator acknowledges a deposit.
        case noWords
        /// The validator's word over a deposit is signed by somebody else.
        case falseWords
        /// No share is given.
        case noShares
    }

    nonisolated let known: Network
    nonisolated let weekly = SealingPrivateKey()
    nonisolated let regulator = SealingPrivateKey()
    nonisolated let time = TestTime(TestNetwork.created * 1_000 + 86_400_000)
    private var replica: Replica
    private var leaves: [[UInt8]] = []
    private var hashes: [Digest] = []
    private var note: SignedNote?
    private var final: [StatementID: (height: Height, index: LeafIndex, time: UInt64)] = [:]
    private var refused: [StatementID: Refusal] = [:]
    private var seals: [(height: Height, index: LeafIndex, id: BlockID)] = []
    private var held: [Digest: OwnShares] = [:]
    private var trouble: Trouble?

    init() throws {
        known = TestNetwork.network()
        let keys = AttestationKeys(
            log: SampleKeys.key("node-1/log"), cosigner: SampleKeys.key("node-1/cosigner"),
            of: known.genesis.validators[0], in: known)
        guard let keys else { throw LedgerSilent(Bilingual(zh: "示例密钥", en: "the sample keys are others")) }
        replica = Replica(
            state: LedgerState(network: known), frontier: LogFrontier(),
            voteGuard: VoteGuard(keys: keys, origin: known.origin, last: nil), proposer: 0)
    }

    nonisolated var origin: String { known.origin }

    func fail(_ trouble: Trouble?) { self.trouble = trouble }

    /// How often an act stands on the ledger.
    func count(_ name: ActName) -> Int {
        leaves.count { leaf in
            (try? Statement(decoding: leaf)).map { ActName(contentType: $0.header.contentType) == name } ?? false
        }
    }

    /// The sequence number that governance has next.
    var sequence: UInt64 { replica.state.view.governance()?.next ?? 0 }

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
        try carryOut(replica.handle(.clock(now: time.now)))
    }

    private func silent(_ reason: String) -> LedgerSilent { LedgerSilent(Bilingual(zh: reason, en: reason)) }
}

/// What a desk asks.
extension TestTown {
    func network() -> Network { replica.state.network }

    func walk() -> EpochWalk { EpochWalk(from: known) }

    func epochs() -> EpochProof { EpochProof(origin: origin, steps: []) }

    func value(_ kind: StateKind, _ key: StateKey, since height: Height) throws -> ProvenValue {
        guard let last = seals.last, last.height >= height, let receipt = try receipt(last.index) else {
            throw silent("no block yet")
        }
        let proof = SealedProof(seal: receipt, proof: replica.state.tree.proof(key))
        let found = try proof.value(of: key, policy: replica.state.network.policy)
        return ProvenValue(
            value: found.value, height: found.seal.height, time: found.seal.time, proof: proof.encoded)
    }

    func submit(_ statement: Statement) throws -> OutcomeBody {
        if trouble == .mute { throw silent("nothing is taken") }
        time.pass(milliseconds: 10)
        let checked: CheckedStatement
        do throws(Refusal) {
            let read = try ReadStatement(Submission(statement: statement), for: replica.state.network)
            checked = try CheckedStatement(read, recorded: nil, in: replica.state.view, now: time.now)
        } catch { return try body(statement.id) ?? refusal(statement.id, error) }
        try carryOut(replica.handle(.admitted([checked], now: time.now)))
        if trouble == .answerLost {
            trouble = nil
            throw silent("the answer was lost")
        }
        if let refused = refused[statement.id], final[statement.id] == nil { return refusal(statement.id, refused) }
        return try body(statement.id) ?? .pending(statement.id)
    }

    func outcome(of id: StatementID) throws -> OutcomeBody? {
        try body(id) ?? refused[id].map { refusal(id, $0) }
    }

    func blockTime() -> UInt64 { replica.state.head.time }

    func block(_ height: Height) throws -> BlockID {
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
        return .refused(id, refusal, height: replica.state.head.height, signed: [], winner: winner)
    }

    private func body(_ id: StatementID) throws -> OutcomeBody? {
        guard let place = final[id], let receipt = try receipt(place.index) else { return nil }
        return .final(id, height: place.height, index: place.index, time: place.time, receipt: receipt.text)
    }

    private func receipt(_ index: LeafIndex) throws -> Receipt? {
        guard let note, index.value < hashes.count else { return nil }
        let proof = try InclusionProof.build(
            index: index, size: UInt64(hashes.count), from: Hashes(leaves: hashes))
        return Receipt(leaf: leaves[Int(index.value)], proof: proof, checkpoint: note)
    }

    private func carryOut(_ effects: [ReplicaEffect]) throws {
        for effect in effects {
            switch effect {
            case .store(let block):
                for leaf in try block.runs.flatMap({ try EntryBundle.parse($0) }) {
                    leaves.append(Array(leaf))
                    hashes.append(Digest.leaf(leaf))
                }
                let head = TreeHead(size: UInt64(hashes.count), root: MerkleTree.root(of: hashes))
                try carryOut(replica.handle(.stored(head, now: time.now)))
            case .attest(let attestation): try carryOut(replica.handle(.attested(attestation)))
            case .keepEpoch: break
            case .publish(let block):
                note = block.checkpoint.note
                let seal = LeafIndex(UInt64(hashes.count) - 1)
                seals.append((block.block.height, seal, replica.state.head.id))
                for place in block.block.statements {
                    final[place.id] = (block.block.height, place.index, replica.state.head.time)
                }
            case .refuse(let id, let refusal): refused[id] = refusal
            case .halt: break
            }
        }
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

/// The one validator's part in deposits.
extension TestTown {
    private var validator: String { known.genesis.validators[0].member.text }

    func deposit(_ leave: [UInt8], _ deposit: [UInt8]) throws -> HeldDeposit {
        let refusal = Bilingual(zh: "示例拒绝", en: "sample refusal")
        if trouble == .noWords { return HeldDeposit(words: [], refusals: [refusal]) }
        let read = try Deposit(decoding: deposit)
        let set = DealtSet(replica.state.network)
        let terms = DepositTerms(
            context: read.manifest.context, set: set, regulator: regulator.publicKey, mostUses: 400,
            expiry: 0...(1 << 40), maxByteCount: 8 << 20, bytesLeft: 8 << 20, entriesLeft: 300)
        let fitting = try FittingDeposit(read, within: terms)
        guard let position = set.position(of: validator) else { throw silent("no validator") }
        let own = try fitting.ownShares(at: position, by: weekly)
        held[fitting.manifest] = own
        let key = SampleKeys.key(trouble == .falseWords ? "node-2/release" : "node-1/release")
        let word = DepositAcknowledgement(of: own).signed(by: key, of: validator, in: origin)
        return HeldDeposit(words: [word], refusals: [])
    }

    func secret(_ wanted: WantedSecret, freedBy release: KnownRelease) throws -> GatheredShares {
        guard trouble != .noShares, let place = final[release.statement],
            let use = try? Use(decoding: Statement(decoding: leaves[Int(place.index.value)]).payload),
            let key = SealingPublicKey(use.releaseKey),
            var collection = ShareCollection(of: wanted.manifest, wanted.index, from: wanted.set)
        else { throw silent("no node gives a share") }
        let executed = ExecutedRelease(
            .use, statement: release.statement, releaseKey: key, height: place.height,
            block: try block(place.height),
            entries: [ReleaseEntry(manifest: wanted.manifest.digest, index: wanted.index)])
        let free = try FinalRelease(executed, cosigners: [validator], own: validator, quorum: 1)
        var random = SystemRandom()
        let own = held[wanted.manifest.digest]
        let answer = try ReleaseAnswer.signed(
            free, holding: { _ in own }, by: SampleKeys.key("node-1/release"), of: validator, in: origin,
            using: &random)
        _ = try collection.take(try ReceivedAnswer(answer, to: release, from: wanted.set, in: origin))
        let gathered = collection
        return (Result { () throws(OpeningRefusal) in try gathered.secret() }, gathered.faults)
    }
}

/// A clock that a test sets.
final class TestTime: Sendable {
    private let milliseconds: Mutex<UInt64>

    init(_ start: UInt64) { milliseconds = Mutex(start) }

    var now: UInt64 { milliseconds.withLock { $0 } }

    func pass(milliseconds more: UInt64) { milliseconds.withLock { $0 += more } }
}
