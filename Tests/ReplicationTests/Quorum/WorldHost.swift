import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport

/// One machine of a world: what is on its disk, and the replica while it runs.
struct WorldHost {
    let index: Int
    let keys: QuorumKeys
    let validator: Validator
    // On disk.
    var leaves: [[UInt8]]
    var state: LedgerState
    var frontier: LogFrontier
    var manifests: [ManifestEntry]
    var settled: [CheckedBlock] = []
    var guardBytes: [UInt8]?
    var candidates: [(id: BlockID, height: Height, leaves: [UInt8])] = []
    var checkpoint: SignedNote?
    var journal: [StatementID: Submission] = [:]
    var epochs: [EpochStep] = []
    /// The deposits that are here, and those that a quorum is known to have.
    var deposits: Set<Digest> = []
    var acknowledged: Set<Digest> = []
    // In memory.
    var replica: QuorumReplica?
    var life = 0
    var refused: [StatementID: Refusal] = [:]

    /// A validator of the genesis at the end of a ledger whose last block is decided.
    init(_ index: Int, at ledger: TestLedger, _ commit: CommitCertificate, and newcomers: [Validator] = []) {
        let validators = ledger.network.genesis.validators + newcomers
        self.init(index, among: validators, in: ledger.network)
        leaves = ledger.leaves
        state = ledger.state
        frontier = ledger.frontier
        manifests = ledger.blocks.flatMap(\.manifests)
        guardBytes = GuardRecord(memory: .genesis, attestation: nil, commit: commit).encoded
    }

    /// A machine that knows the genesis, and links to these.
    init(_ index: Int, among validators: [Validator], in network: Network) {
        self.index = index
        let validator = validators[index]
        guard
            let attestation = AttestationKeys(
                log: TestKey.secret(of: validator.keys.log), cosigner: TestKey.secret(of: validator.keys.cosigner),
                of: validator, in: network)
        else { preconditionFailure("\(validator.member) has other keys") }
        let votes = StandInKey(key: validator.keys.vote)
        keys = QuorumKeys(
            own: index, links: validators.map(\.keys.link), attestation: attestation, signer: votes,
            verifier: EitherVerifier())
        self.validator = validator
        leaves = []
        state = LedgerState(network: Network(network.genesis))
        frontier = LogFrontier()
        manifests = []
    }

    /// The place of this machine among the validators of a height; nil when it only follows.
    func place(at height: Height) -> Int? {
        let view = replica?.state.view ?? state.view
        return view.epoch(at: height).validators.firstIndex { $0.keys == validator.keys }
    }

    var network: Network { state.network }

    /// The statements of the blocks that this host has settled since the world began.
    var statements: [StatementID] { settled.flatMap { $0.statements.map(\.id) } }

    /// Starts a replica from what is on disk.
    mutating func start() throws {
        life += 1
        var stored: CheckedBlock?
        if leaves.count > Int(state.head.size) {
            var reader = BlockReader(from: LeafIndex(state.head.size), parameters: network.parameters)
            for leaf in leaves[Int(state.head.size)...] {
                guard let raw = unsafe try leaf.withUnsafeBytes({ unsafe try reader.take($0) }) else { continue }
                stored = try check(raw)
            }
        }
        let record = try guardBytes.map { try GuardRecord(decoding: $0) }
        let remains = QuorumRemains(
            stored: stored, checkpoint: checkpoint.flatMap(check), record: record,
            candidates: candidates.map(\.leaves), epochs: epochs, nonce: nonce)
        replica = QuorumReplica(state: state, frontier: frontier, remains: remains, keys: keys)
    }

    /// The checkpoint of the last final block, or of the one stored above it.
    private func check(_ note: SignedNote) -> FinalCheckpoint? {
        [state.headNetwork, state.network].lazy.compactMap { try? keys.check(note, in: $0) }.first
    }

    /// Keeps a step in the place of what was kept of it before.
    mutating func keep(_ step: EpochStep) {
        epochs.removeAll { $0.endSize >= step.endSize }
        epochs.append(step)
    }

    private func check(_ raw: RawBlock) throws -> CheckedBlock {
        let read = try ReadBlock(raw, for: network)
        var recorded: [LeafIndex: RecordedDocument] = [:]
        for index in read.recordsAsked { recorded[index] = records.record(at: index) }
        return try CheckedBlock(read, recorded: recorded, on: state, after: frontier)
    }

    /// One for each start.
    var nonce: DoubtNonce? {
        DoubtNonce([UInt8(index), UInt8(life >> 8), UInt8(life & 255)] + [UInt8](repeating: 0, count: 29))
    }

    var records: HostRecords {
        HostRecords(
            leaves: leaves, manifests: manifests, size: state.head.size, deposits: deposits, acknowledged: acknowledged)
    }

    /// Checks submissions as a node does before they are durable; what is final here is not taken again.
    func admit(_ submissions: [Submission], at time: UInt64) -> [CheckedStatement] {
        submissions.compactMap { submission in
            guard let read = try? ReadStatement(submission, for: network) else { return nil }
            let known = read.recordAsked.flatMap { records.record(at: $0) }
            return try? CheckedStatement(read, recorded: known, in: state.view, now: time)
        }.filter { checked in !statements.contains(checked.id) }
    }

    /// The answer to a peer that is behind: a few whole blocks.
    func run(_ request: BlockRequest, blocks limit: Int) throws -> BlockRun {
        let final = request.checkpoint.checkpoint.head
        var framed: [UInt8] = []
        var end = request.from
        var count = 0
        while end < final.size, count < limit {
            let leaf = leaves[Int(end)]
            EntryBundle.append(leaf: leaf, to: &framed)
            end += 1
            if LeafKind(firstBytes: leaf.prefix(2)) == .seal { count += 1 }
        }
        let proof = try ConsistencyProof.build(from: end, to: final.size, hashes: HostHashes(leaves: leaves))
        return BlockRun(
            from: request.from, leaves: framed, checkpoint: request.checkpoint.note.encoded, proof: proof.path,
            commit: request.commit)
    }
}

/// The records in a host's log.
struct HostRecords: RecordReading {
    let leaves: [[UInt8]]
    let manifests: [ManifestEntry]
    let size: UInt64
    let deposits: Set<Digest>
    let acknowledged: Set<Digest>

    func isHeld(_ deposit: NamedDeposit) -> Bool { deposits.contains(deposit.digest) }
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool { acknowledged.contains(deposit.digest) }

    func record(at index: LeafIndex) -> RecordedDocument? {
        guard index.value < size, let manifest = manifests.first(where: { $0.covers(index) }),
            let type = manifest.type, let record = try? IssueRecord(decoding: leaves[Int(index.value)])
        else { return nil }
        return RecordedDocument(issuer: manifest.issuer, type: type, commitment: record.commitment)
    }
}

private struct HostHashes: TreeHashes {
    let leaves: [[UInt8]]

    func hash(level: Int, index: UInt64) -> Digest {
        let start = Int(index) << level
        return MerkleTree.root(of: leaves[start..<start + 1 << level].map { Digest.leaf($0) })
    }
}
