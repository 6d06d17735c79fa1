import Ledger
import NodeAPI
import Replication
import Rulebook
import Signing
import deedbox

/// A one-node ledger in memory: the same rules, seals and checkpoints as behind HTTP.
actor LocalNode: MintingNode {
    nonisolated let network: Network
    private var replica: Replica
    private(set) var leaves: [[UInt8]] = []
    private var hashes: [Digest] = []
    private var note: SignedNote?
    private var final: [StatementID: (height: Height, index: LeafIndex)] = [:]
    private var refused: [StatementID: Refusal] = [:]
    /// Every block as a node tells it to those who follow.
    private(set) var blocks: [BlockBody] = []
    /// The clock, in ms.
    private(set) var now: UInt64

    init(_ genesis: Genesis) throws {
        network = Network(genesis)
        let keys = AttestationKeys(
            log: SampleKeys.key("node-1/log"), cosigner: SampleKeys.key("node-1/cosigner"),
            of: genesis.validators[0], in: network)
        guard let keys else { throw MissingKeys() }
        replica = Replica(
            state: LedgerState(network: network), frontier: LogFrontier(),
            voteGuard: VoteGuard(keys: keys, origin: network.origin, last: nil), proposer: 0)
        now = genesis.created * 1_000 + 1_000
    }

    struct MissingKeys: Error {}

    func submit(_ submissions: [Submission]) throws -> [MintOutcome] {
        now += 10
        var results: [MintOutcome?] = []
        var checked: [CheckedStatement] = []
        for submission in submissions {
            switch check(submission) {
            case .success(let statement):
                checked.append(statement)
                results.append(nil)
            case .failure(let refusal): results.append(try known(submission) ?? .refused(LocalNode.told(refusal)))
            }
        }
        try carryOut(replica.handle(.admitted(checked, now: now)))
        var ids = checked.map(\.id)[...]
        return try results.map { result in
            if let result { return result }
            return try ids.popFirst().flatMap { try outcome(of: $0) } ?? .pending
        }
    }

    func outcome(of id: StatementID) throws -> MintOutcome? {
        if let place = final[id] { return .final(place.height, try receipt(of: place.index)) }
        return refused[id].map { .refused(LocalNode.told($0)) }
    }

    /// The proof of a document's status as of the newest block.
    func statusProof(_ issuer: MemberID, _ commitment: Commitment) throws -> SealedProof {
        try proof(of: StateKey.status(origin: network.origin, issuer: issuer, commitment: commitment))
    }

    /// The proof of what the state holds under a key as of the newest block.
    func proof(of key: StateKey) throws -> SealedProof {
        SealedProof(seal: try receipt(of: LeafIndex(UInt64(hashes.count - 1))), proof: replica.state.tree.proof(key))
    }

    /// The receipt of a leaf under the newest checkpoint.
    func receipt(of index: LeafIndex) throws -> Receipt {
        guard let note else { throw MissingKeys() }
        let proof = try InclusionProof.build(index: index, size: UInt64(hashes.count), from: Hashes(leaves: hashes))
        return Receipt(leaf: leaves[Int(index.value)], proof: proof, checkpoint: note)
    }

    func blockTime() -> UInt64 { replica.state.head.time }

    /// Lets time go by, and makes a block at its end.
    func pass(seconds: UInt64) throws {
        now += seconds * 1_000
        try carryOut(replica.handle(.clock(now: now)))
    }

    /// The records on the ledger.
    var records: [[UInt8]] { leaves.filter { LeafKind(firstBytes: $0.prefix(2)) == .record } }

    private func check(_ submission: Submission) -> Result<CheckedStatement, Refusal> {
        do throws(Refusal) {
            let read = try ReadStatement(submission, for: network)
            let document = read.recordAsked.flatMap { recorded(at: $0) }
            return .success(try CheckedStatement(read, recorded: document, in: replica.state.view, now: now))
        } catch { return .failure(error) }
    }

    /// The document whose record stands there, by the manifest before it.
    private func recorded(at index: LeafIndex) -> RecordedDocument? {
        guard index.value < leaves.count, let record = try? IssueRecord(decoding: leaves[Int(index.value)]) else {
            return nil
        }
        for leaf in leaves[..<Int(index.value)].reversed() {
            guard let statement = try? Statement(decoding: leaf) else { continue }
            guard let act = try? IssueDocuments(decoding: statement.payload),
                let issuer = MemberID(statement.header.issuer ?? "")
            else { return nil }
            return RecordedDocument(issuer: issuer, type: act.type, commitment: record.commitment)
        }
        return nil
    }

    private func known(_ submission: Submission) throws -> MintOutcome? {
        guard let id = try? Statement(decoding: submission.statement).id, final[id] != nil else { return nil }
        return try outcome(of: id)
    }

    private static func told(_ refusal: Refusal) -> MintRefusal {
        let text = Bilingual(zh: "\(refusal)", en: "\(refusal)")
        return MintRefusal(code: refusal.code, detail: text, next: text)
    }

    private static func told(_ block: FinalBlock, size: Int, seal: [UInt8]) throws -> BlockBody {
        let sealed = try Seal(decoding: seal)
        func prefixes(_ kind: StateKind) -> [String] {
            block.block.executed.changes.map(\.0).filter { $0.kind == kind.rawValue }
                .map { BucketPrefix(of: $0, bits: 16).digits }
        }
        return BlockBody(
            height: sealed.height.value, time: sealed.time, id: sealed.id.description, first: sealed.firstIndex.value,
            seal: UInt64(size - 1), root: block.checkpoint.checkpoint.head.root.hex, statements: 0, records: 0,
            touched: TouchedBody(
                status: prefixes(.status), correction: prefixes(.correction), grant: [], trace: [], disclosure: []))
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
                try carryOut(replica.handle(.stored(head, now: now)))
            case .attest(let attestation): try carryOut(replica.handle(.attested(attestation)))
            case .keepEpoch: break
            case .publish(let block):
                note = block.checkpoint.note
                blocks.append(try LocalNode.told(block, size: hashes.count, seal: leaves[hashes.count - 1]))
                for place in block.block.statements { final[place.id] = (block.block.height, place.index) }
            case .refuse(let id, let refusal): refused[id] = refusal
            case .halt(let fault): throw fault
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
