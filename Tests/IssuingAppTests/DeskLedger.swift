import Foundation
import IssuingApp
import Ledger
import NodeAPI
import Replication
import Rulebook
import Signing
import Synchronization
import TestSupport

/// A one-node ledger in memory as a desk reaches it: the same rules, seals, checkpoints and receipts as over HTTP.
actor DeskLedger: LedgerDoor {
    /// How the ledger fails next.
    enum Trouble {
        /// Nothing is reached.
        case away
        /// Everything can be read, and nothing sent.
        case mute
        /// The next submission is taken, and the answer is lost on its way.
        case answerLost
    }

    private let known: Network
    private var replica: Replica
    private var leaves: [[UInt8]] = []
    private var hashes: [Digest] = []
    private var note: SignedNote?
    private var final: [StatementID: (height: Height, index: LeafIndex, time: UInt64)] = [:]
    private var refused: [StatementID: Refusal] = [:]
    private var blocks: [BlockBody] = []
    private var puts: [StrongroomBatch] = []
    private var trouble: Trouble?
    let time: TestTime

    init() throws {
        var parameters = TestNetwork.small
        parameters.manifestRecords = 4_096
        parameters.blockLeaves = 16_384
        parameters.blockBytes = 8 << 20
        known = TestNetwork.network(parameters: parameters)
        let keys = AttestationKeys(
            log: SampleKeys.key("node-1/log"), cosigner: SampleKeys.key("node-1/cosigner"),
            of: known.genesis.validators[0], in: known)
        guard let keys else { throw LedgerAway("the sample keys are others") }
        replica = Replica(
            state: LedgerState(network: known), frontier: LogFrontier(),
            voteGuard: VoteGuard(keys: keys, origin: known.origin, last: nil), proposer: 0)
        // The day for which the sample tables were made.
        time = TestTime(TestNetwork.created * 1_000 + 28 * 86_400_000)
    }

    nonisolated var genesis: Genesis { known.genesis }

    func fail(_ trouble: Trouble?) { self.trouble = trouble }

    /// Everything that was put into the strongroom.
    var items: [StrongroomItem] {
        puts.flatMap { put in
            zip(put.put.entries, put.bodies).map { StrongroomItem(tag: $0.tag, body: $1, eraser: $0.eraser) }
        }
    }

    /// The records on the ledger.
    var records: [[UInt8]] { leaves.filter { LeafKind(firstBytes: $0.prefix(2)) == .record } }

    /// The commitments to the reasons of all changes of a status.
    func reasons() throws -> [Commitment] {
        try leaves.compactMap { leaf in
            guard let statement = try? Statement(decoding: leaf),
                ActName(contentType: statement.header.contentType) == .setStatus
            else { return nil }
            return try SetStatus(decoding: statement.payload).reason
        }
    }

    /// The tags of disclosures, in order.
    func tags() throws -> [Digest] {
        try leaves.compactMap { leaf in
            guard let statement = try? Statement(decoding: leaf),
                ActName(contentType: statement.header.contentType) == .disclose,
                case .tag(let tag) = try Disclose(decoding: statement.payload).mark
            else { return nil }
            return tag
        }
    }

    /// How often an act stands on the ledger.
    func count(_ name: ActName) -> Int {
        leaves.filter {
            (try? Statement(decoding: $0)).map { ActName(contentType: $0.header.contentType) == name } ?? false
        }
        .count
    }

    /// Puts acts of others on the ledger; throws the first refusal.
    func commit(_ acts: [Act], by signatory: Signatory) throws {
        for act in acts {
            let statement = signatory.signed(
                act.name.contentType, act.payload, origin: known.origin, notAfter: time.now / 1_000 + 30)
            let outcomes = try submit([Submission(statement: statement)])
            guard outcomes[0].state == .final else { throw LedgerAway("refused: \(outcomes[0].code ?? "")") }
        }
    }

    /// The sequence number that governance has next.
    var sequence: UInt64 { replica.state.view.governance()?.next ?? 0 }

    func network() throws -> Network {
        try check()
        return replica.state.network
    }

    func submit(_ submissions: [Submission]) throws -> [OutcomeBody] {
        try check()
        if trouble == .mute { throw LedgerAway("no node takes anything") }
        time.pass(milliseconds: 10)
        var checked: [CheckedStatement] = []
        var results: [OutcomeBody?] = []
        for submission in submissions {
            do throws(Refusal) {
                checked.append(try admit(submission))
                results.append(nil)
            } catch {
                let id = try? Statement(decoding: submission.statement).id
                let earlier = try id.flatMap { try body($0) }
                results.append(
                    earlier ?? .refused(id, error, height: replica.state.head.height, signed: [], winner: nil))
            }
        }
        try carryOut(replica.handle(.admitted(checked, now: time.now)))
        if trouble == .answerLost {
            trouble = nil
            throw LedgerAway("the answer was lost")
        }
        var ids = checked.map(\.id)[...]
        return try results.map { result in
            if let result { return result }
            guard let id = ids.popFirst() else { throw LedgerAway("an answer is missing") }
            return try body(id) ?? .pending(id)
        }
    }

    private func admit(_ submission: Submission) throws(Refusal) -> CheckedStatement {
        let read = try ReadStatement(submission, for: replica.state.network)
        let recorded = read.recordAsked.flatMap { recordedDocument(at: $0) }
        return try CheckedStatement(read, recorded: recorded, in: replica.state.view, now: time.now)
    }

    private func recordedDocument(at index: LeafIndex) -> RecordedDocument? {
        guard index.value < leaves.count, let record = try? IssueRecord(decoding: leaves[Int(index.value)]) else {
            return nil
        }
        var place = Int(index.value) - 1
        while place >= 0, LeafKind(firstBytes: leaves[place].prefix(2)) == .record { place -= 1 }
        guard place >= 0, let statement = try? Statement(decoding: leaves[place]),
            let issuer = MemberID(statement.header.issuer ?? ""),
            let manifest = try? IssueDocuments(decoding: statement.payload)
        else { return nil }
        return RecordedDocument(issuer: issuer, type: manifest.type, commitment: record.commitment)
    }

    func outcome(of id: StatementID) throws -> OutcomeBody? {
        try check()
        return try body(id)
    }

    private func body(_ id: StatementID) throws -> OutcomeBody? {
        guard let place = final[id], let receipt = try receipt(place.index) else {
            return refused[id].map { .refused(id, $0, height: replica.state.head.height, signed: [], winner: nil) }
        }
        return .final(id, height: place.height, index: place.index, time: place.time, receipt: receipt.text)
    }

    func blockTime() throws -> UInt64 {
        try check()
        return replica.state.head.time
    }

    func type(_ code: TypeCode) throws -> TypeBody? {
        try check()
        let view = replica.state.view
        let issuers = view.members().compactMap { id, _ in view.accreditation(id, code).map { IssuerBody(id, $0) } }
        return view.type(code).map { TypeBody($0, withFields: true, issuers: issuers) }
    }

    func head() throws -> (height: Height, size: UInt64) {
        try check()
        return (replica.state.head.height, UInt64(hashes.count))
    }

    func block(_ height: Height) throws -> BlockBody? {
        try check()
        return blocks.first { $0.height == height.value }
    }

    func receipt(_ index: LeafIndex) throws -> Receipt? {
        guard let note, index.value < hashes.count else { return nil }
        let proof = try InclusionProof.build(
            index: index, size: UInt64(hashes.count), from: Hashes(leaves: hashes))
        return Receipt(leaf: leaves[Int(index.value)], proof: proof, checkpoint: note)
    }

    func leaves(bundle: UInt64, size: UInt64) throws -> [[UInt8]] {
        try check()
        let start = min(Int(bundle) * 256, leaves.count)
        return Array(leaves[start..<min(start + 256, leaves.count)])
    }

    func put(_ batch: StrongroomBatch) throws {
        try check()
        // One tag, one body; the same one may be put again.
        let known = Dictionary(items.map { ($0.tag, $0.body) }) { first, _ in first }
        guard zip(batch.put.entries, batch.bodies).allSatisfy({ known[$0.tag] == nil || known[$0.tag] == $1 }) else {
            throw TagTaken()
        }
        puts.append(batch)
        if trouble == .answerLost {
            trouble = nil
            throw LedgerAway("the answer was lost")
        }
    }

    /// Lets time go by, and makes a block at its end.
    func pass(seconds: UInt64) throws {
        time.pass(milliseconds: seconds * 1_000)
        try carryOut(replica.handle(.clock(now: time.now)))
    }

    private func check() throws {
        if trouble == .away { throw LedgerAway("no node answers") }
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
                let seal = UInt64(hashes.count) - 1
                let first = blocks.last.map { $0.seal + 1 } ?? 0
                for place in block.block.statements {
                    final[place.id] = (block.block.height, place.index, replica.state.head.time)
                }
                // A desk reads every block that may touch a correction; the prefixes themselves it does not use.
                let touched = TouchedBody(status: [], correction: ["0000"], grant: [])
                blocks.append(
                    BlockBody(
                        height: block.block.height.value, time: replica.state.head.time, id: "", first: first,
                        seal: seal, root: "", statements: block.block.statements.count, records: 0,
                        touched: touched))
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

/// A clock that a test sets.
final class TestTime: Sendable {
    private let milliseconds: Mutex<UInt64>

    init(_ start: UInt64) { milliseconds = Mutex(start) }

    var now: UInt64 { milliseconds.withLock { $0 } }

    func pass(milliseconds more: UInt64) { milliseconds.withLock { $0 += more } }

    /// Sleeping moves the clock, and takes no time.
    var clock: DeskClock {
        DeskClock(now: { self.now }, sleep: { self.pass(milliseconds: max(1, $0)) })
    }
}
