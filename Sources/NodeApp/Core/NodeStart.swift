public import Logging
internal import Foundation
internal import Consensus
internal import Ledger
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

extension Node {
    /// Makes an empty data directory for the ledger of a genesis; refuses one that is there.
    public static func create(_ configuration: NodeConfiguration) throws {
        let genesis = try readGenesis(configuration.genesisPath)
        let network = Network(genesis)
        let directory = configuration.dataDirectory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let lock = try DataLock(in: directory)
        _ = try LogStore.create(in: directory)
        _ = try IndexDatabase.create(at: directory + "/index.sqlite", ledger: network.digest)
        _ = try IntakeJournal.create(in: directory)
        let isAlone = genesis.validators.count == 1
        _ = try GuardFile.create(at: directory + "/guard", size: isAlone ? .small : .large)
        if !isAlone { _ = try CandidateFile.create(at: directory + "/candidates") }
        try TextFile.write(genesis.encoded, to: directory + "/genesis.cbor")
        withExtendedLifetime(lock) {}
    }

    /// Recovers what is on disk and checks, before anything can be signed, all that a signature depends on.
    public static func open(_ configuration: NodeConfiguration, logger: Logger) throws -> Node {
        let genesis = try readGenesis(configuration.genesisPath)
        let network = Network(genesis)
        let walk = try EpochWalk(configuration, network)
        let keys = try NodeKeys(configuration, walk)
        let parts = try Recovery(configuration, network, walk, keys, logger).recover()
        return try Node(parts, configuration: configuration, logger: logger)
    }

    static func readGenesis(_ path: String) throws -> Genesis {
        let bytes = try TextFile.bytes(path)
        do { return try Genesis(decoding: bytes) } catch { throw NodeStartError.badGenesis(path, "\(error)") }
    }
}

/// Brings a node's files back to one block: the log is the truth, the guard says what was signed.
struct Recovery {
    private let configuration: NodeConfiguration
    private let network: Network
    /// As far as the epochs are known before the log is read.
    private let walk: EpochWalk
    private let keys: NodeKeys
    private let logger: Logger
    private let directory: String

    init(
        _ configuration: NodeConfiguration, _ network: Network, _ walk: EpochWalk, _ keys: NodeKeys, _ logger: Logger
    ) {
        self.configuration = configuration
        self.network = network
        self.walk = walk
        self.keys = keys
        self.logger = logger
        directory = configuration.dataDirectory
    }

    func recover() throws -> NodeParts {
        let lock = try DataLock(in: directory)
        try GenesisCopy.check(in: directory, for: network)
        guard keys.shared == nil else { return try recoverAmongSeveral(lock) }
        let (guardFile, newest) = try GuardFile.open(at: directory + "/guard")
        let log = try LogStore.open(in: directory)
        let signed = try newest.map { try Attestation(decoding: $0) }
        try log.check(against: signed)
        var index = try openIndex(log)
        var state = try loadState(&index, log)
        let frontier = try catchUp(&state, index, log, signed: signed?.height ?? Height(0))
        if let last = state.head.size > 0 ? log.segmentCount : nil { try log.verifySegment(last - 1) }
        let stores = NodeStores(lock: lock, keyLocks: try keyLocks(), log: log, index: index, voteGuard: guardFile)
        let (journal, survivors) = try IntakeJournal.open(in: directory)
        // Everything was read and is sound: from here on the node may sign.
        let (replica, final) = try attestLast(state, frontier, signed, guardFile)
        let waiting = survivors.map { read($0, stores, state) }
        return parts(stores, journal, state, .single(replica), final, waiting)
    }

    /// The same where several decide: the log's last block may not be final, and then only the others can tell.
    private func recoverAmongSeveral(_ lock: DataLock) throws -> NodeParts {
        var opening = try GuardOpening(in: directory, walk.network, logger)
        let log = try LogStore.open(in: directory)
        let files = try QuorumFiles(in: directory, opening.record, walk, log)
        var index = try openIndex(log)
        let start = try loadState(&index, log)
        let replay = try QuorumReplay(
            start, log, index, finalSize: files.final?.checkpoint.head.size ?? 0,
            signed: opening.record?.attestation?.height ?? Height(0))
        try opening.compare(with: log, index, replay.stored) { [keys, view = replay.state.view] height, proposer in
            keys.place(in: view.epoch(at: height).validators).map { UInt64($0) == proposer } ?? false
        }
        let stored = replay.stored.flatMap { opening.record?.vouches(for: $0) == true ? $0 : nil }
        let isDropped = stored == nil && replay.stored != nil
        try dropTorn(
            log, from: isDropped ? replay.frontier.size : replay.size,
            because: isDropped ? "it is neither signed nor known as decided here" : replay.torn?.fact)
        if log.head.size > 0 { try log.verifySegment(log.segmentCount - 1) }
        opening.tell()
        let stores = NodeStores(lock: lock, keyLocks: try keyLocks(), log: log, index: index, voteGuard: opening.file)
        let (journal, survivors) = try IntakeJournal.open(in: directory)
        let waiting = survivors.map { read($0, stores, replay.state) }
        let table = LinkTable(
            LinkRoll(replay.state.view, later: walk.epochs), own: keys.validator.keys.link, of: keys.member,
            addresses: configuration.peers)
        // Everything was read and is sound: from here on the node may sign.
        let replica = QuorumReplica(
            state: replay.state, frontier: replay.frontier, remains: remains(files, opening.record, replay, stored),
            keys: try quorumKeys(table))
        let parts = QuorumParts(
            replica: replica, candidates: files.candidates, checkpoint: files.checkpoint, epochs: files.epochs,
            reports: OffenceReports(in: directory, member: keys.member, key: keys.release), table: table,
            later: walk.epochs)
        // An older checkpoint does not prove the newest block: the others are asked for the one that does.
        let final = files.final.flatMap { $0.checkpoint.head == replay.frontier.head ? $0 : nil }
        return self.parts(stores, journal, replay.state, .several(parts), final, waiting)
    }

    private func remains(
        _ files: QuorumFiles, _ record: GuardRecord?, _ replay: QuorumReplay, _ stored: CheckedBlock?
    ) -> QuorumRemains {
        QuorumRemains(
            stored: stored, checkpoint: files.final, record: record,
            candidates: files.found.filter { $0.height > replay.state.head.height }.map(\.leaves),
            epochs: files.epochs.steps(),
            nonce: DoubtNonce((0..<DoubtNonce.byteCount).map { _ in UInt8.random(in: 0...255) }))
    }

    /// On this machine nobody else signs with these keys. Those of a sample network are everybody's.
    private func keyLocks() throws -> [KeyLock] {
        guard !network.genesis.isSample else { return [] }
        let signing = [keys.cosigner.publicKey] + (keys.shared.map { [$0.vote.publicKey] } ?? [])
        return try signing.map { try KeyLock($0, in: network.origin) }
    }

    private func quorumKeys(_ table: LinkTable) throws -> QuorumKeys {
        guard let shared = keys.shared,
            let attestationKeys = AttestationKeys(
                log: keys.log, cosigner: keys.cosigner, of: keys.validator, in: network)
        else { throw NodeStartError.keyOfAnother(configuration.keysDirectory) }
        return QuorumKeys(own: table.own, links: table.keys, attestation: attestationKeys, signer: shared.vote)
    }

    private func parts(
        _ stores: NodeStores, _ journal: IntakeJournal, _ state: LedgerState, _ replica: ReplicaParts,
        _ final: FinalCheckpoint?, _ waiting: [WaitingSubmission]
    ) -> NodeParts {
        logger.info("the ledger \(network.origin) stands at block \(state.head.height), \(state.head.size) leaves")
        return NodeParts(
            network: network, keys: keys, stores: stores, journal: journal, state: state, replica: replica,
            final: final, waiting: waiting)
    }

    private func openIndex(_ log: LogStore) throws -> IndexDatabase {
        let path = directory + "/index.sqlite"
        do {
            let index = try IndexDatabase.open(at: path, ledger: network.digest)
            if let head = try index.head() {
                guard head.sealIndex.value < log.head.size else { throw IndexBehind.aheadOfLog }
                let seal = try Seal(decoding: log.leaf(at: head.sealIndex.value))
                guard seal.id == head.id else { throw IndexBehind.otherBlock }
            }
            return index
        } catch {
            return try rebuildIndex(because: error)
        }
    }

    private func rebuildIndex(because reason: any Error) throws -> IndexDatabase {
        logger.warning("the index is made anew from the log: \(reason)")
        return try IndexDatabase.erase(at: directory + "/index.sqlite", ledger: network.digest)
    }

    /// The state as the index keeps it, if its root is the one that the last indexed seal names.
    private func loadState(_ index: inout IndexDatabase, _ log: LogStore) throws -> LedgerState {
        do {
            guard let head = try index.head() else { return LedgerState(network: network) }
            let seal = try Seal(decoding: log.leaf(at: head.sealIndex.value))
            let tree = StateTree(entries: try index.state().map { ($0.key, $0.value) })
            guard tree.root == seal.stateRoot else { throw IndexBehind.otherState }
            let marks = try index.replayMarks().map { Rulebook.ReplayMark(minute: $0.minute, id: $0.id) }
            let block = BlockHead(
                height: head.height, id: head.id, time: head.time, size: head.sealIndex.value + 1)
            guard let state = LedgerState(network: network, head: block, tree: tree, marks: marks) else {
                throw IndexBehind.otherMarks
            }
            return state
        } catch {
            index = try rebuildIndex(because: error)
            return LedgerState(network: network)
        }
    }

    /// Executes the blocks that the log has beyond the index, and drops a block that was never completed.
    private func catchUp(
        _ state: inout LedgerState, _ index: IndexDatabase, _ log: LogStore, signed: Height
    ) throws -> LogFrontier {
        var replay = try LogReplay(state: state, log: log)
        let torn = try replay.run(
            to: log.head.size, signed: signed, recorded: { try RecordedDocument($0, in: log, index) }
        ) { block, state in try index.record(BlockIndexing(block, in: state)) }
        state = replay.state
        try dropTorn(log, from: state.head.size, because: torn?.fact)
        return replay.frontier
    }

    private func dropTorn(_ log: LogStore, from size: UInt64, because fact: String?) throws {
        let leaves = log.head.size - size
        let torn = log.openReport.tornTail?.bytes.count ?? 0
        if leaves > 0 || torn > 0 {
            let why = fact.map { ": \($0)" } ?? ""
            logger.warning("of a block that is not final here \(leaves) leaves and \(torn) bytes are dropped\(why)")
            try log.truncate(to: size)
        }
    }

    /// A block that was stored and not yet signed is signed now: its root has just been recomputed.
    private func attestLast(
        _ state: LedgerState, _ frontier: LogFrontier, _ signed: Attestation?, _ file: GuardFile
    ) throws -> (Replica, FinalCheckpoint?) {
        guard
            let attestationKeys = AttestationKeys(
                log: keys.log, cosigner: keys.cosigner, of: keys.validator, in: network)
        else { throw NodeStartError.keyOfAnother(configuration.keysDirectory) }
        var voteGuard = VoteGuard(keys: attestationKeys, origin: network.origin, last: signed)
        var final: FinalCheckpoint?
        if state.head.height.value > 0 {
            let attestation = try voteGuard.attest(
                height: state.head.height, block: state.head.id, head: frontier.head, at: WallClock.now / 1_000)
            if attestation != signed { try file.write(attestation.encoded) }
            final = try network.policy.check(voteGuard.note(attestation))
        }
        let replica = Replica(state: state, frontier: frontier, voteGuard: voteGuard, proposer: 0)
        return (replica, final)
    }

    /// What was accepted and is not in a block is checked again as if it came now.
    private func read(_ record: IntakeRecord, _ stores: NodeStores, _ state: LedgerState) -> WaitingSubmission {
        let submissions = (try? Submission.split(record.payload, maxStatements: .max)) ?? []
        var ids: [StatementID] = []
        var results: [Result<CheckedStatement, Refusal>] = []
        for submission in submissions {
            guard let id = StatementID(readingOnly: submission.statement),
                (try? stores.index.statement(id)) ?? nil == nil
            else { continue }
            ids.append(id)
            do {
                let read = try ReadStatement(submission, for: state.network)
                let recorded = try read.recordAsked.flatMap { try stores.recorded(at: $0, below: state.head.size) }
                let checked = try CheckedStatement(read, recorded: recorded, in: state.view, now: WallClock.now)
                results.append(.success(checked))
            } catch {
                results.append(.failure(error as? Refusal ?? .unreadableRecord))
            }
        }
        return WaitingSubmission(sequence: record.sequence, ids: ids, results: results)
    }
}

/// Why an index is not the one that belongs to the log.
private enum IndexBehind: Error {
    case aheadOfLog, otherBlock, otherState, otherMarks
}
