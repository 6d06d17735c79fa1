import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Why a node does not start with what is on its disk.
enum StartRefusal: Error, Equatable, Sendable {
    /// What was signed last is not known.
    case guardInDoubt
    /// The log is not the one that was signed, or not one that the rules give.
    case logDamaged
    /// A record that was acknowledged cannot be read.
    case intakeDamaged
}

extension Host {
    /// Recovers what is on disk, and makes a replica of it, as a node does among several.
    ///
    /// Returns the statements that were accepted and are not in a block.
    func start(at ledger: FirstLedger, _ records: RunKnowledge) throws(StartRefusal) -> [StockStatement] {
        disk.settle()
        guard let payload = disk.voteGuard.open(), let record = try? GuardRecord(decoding: payload) else {
            throw .guardInDoubt
        }
        let stored = disk.leaves()
        var log = RecoveredLog(stored.map(\.leaf), ledger)
        try log.check(against: record.attestation)
        let final = checkpoint(in: log)
        try log.place(&disk.index, ledger)
        var last = try log.replay(&disk.index, finalSize: final?.checkpoint.head.size ?? 0, records)
        if let stored = last, !record.vouches(for: stored) {
            log.drop(stored)
            last = nil
        }
        disk.log.truncate(to: log.size == 0 ? 0 : stored[log.size - 1].end)
        let survivors = try readIntake(ledger)
        leaves = Array(log.leaves.prefix(log.size))
        hashes = Array(log.hashes.prefix(log.size))
        self.record = record
        let remains = QuorumRemains(
            stored: last, checkpoint: final, record: record, candidates: readCandidates())
        replica = QuorumReplica(
            state: disk.index.state, frontier: disk.index.frontier, remains: remains, keys: keys)
        life += 1
        condition = .up
        return survivors
    }

    private func checkpoint(in log: RecoveredLog) -> FinalCheckpoint? {
        guard let note = disk.checkpoint.open(), let signed = try? SignedNote(parsing: note),
            let final = try? keys.check(signed, in: log.network),
            log.head(at: final.checkpoint.head.size) == final.checkpoint.head
        else { return nil }
        return final
    }

    /// The candidates of one height, if it is above the last final block.
    private func readCandidates() -> [[UInt8]] {
        let (records, _) = CheckedRecord.all(in: disk.candidates.bytes)
        let first = records.first.map(\.number) ?? 0
        let found = records.prefix { $0.number == first }
        candidateHeight = Height(first)
        candidateEnd = found.reduce(0) { $0 + $1.encoded.count }
        return first > head.height.value ? found.map(\.payload) : []
    }

    private func readIntake(_ ledger: FirstLedger) throws(StartRefusal) -> [StockStatement] {
        let (records, end) = CheckedRecord.all(in: disk.intake.bytes)
        let mark = CheckedRecord.read(disk.intakeMark.bytes, at: 0)?.record.number ?? 0
        guard UInt64(end) >= mark else { throw .intakeDamaged }
        disk.intake.truncate(to: end)
        intake = HostIntake()
        var survivors: [StockStatement] = []
        for record in records {
            guard let digest = Digest(record.payload), let known = ledger.stock[StatementID(digest)],
                !disk.index.statements.contains(known.id), !intake.contains(known.id)
            else { continue }
            intake.add(known.id)
            survivors.append(known)
        }
        return survivors
    }
}

/// The log of a node that starts, leaf by leaf.
struct RecoveredLog {
    let leaves: [[UInt8]]
    let network: Network
    /// Leaves in whole blocks.
    private(set) var size = 0
    let hashes: [Digest]

    init(_ leaves: [[UInt8]], _ ledger: FirstLedger) {
        self.leaves = leaves
        network = ledger.network
        hashes = leaves.map { Digest.leaf($0) }
    }

    /// Nil beyond the end.
    func head(at size: UInt64) -> TreeHead? {
        guard size <= UInt64(hashes.count) else { return nil }
        return TreeHead(size: size, root: MerkleTree.root(of: hashes.prefix(Int(size))))
    }

    func check(against signed: Attestation?) throws(StartRefusal) {
        guard let signed else { return }
        guard head(at: signed.head.size) == signed.head else { throw .logDamaged }
    }

    /// An index that is of another log, or ahead of this one, is made anew: from the blocks that a run begins with,
    /// which are not executed again and so must be those.
    func place(_ index: inout IndexCopy, _ ledger: FirstLedger) throws(StartRefusal) {
        guard head(at: ledger.frontier.size) == ledger.frontier.head else { throw .logDamaged }
        guard head(at: index.state.head.size) == index.frontier.head else {
            return index = IndexCopy(state: ledger.state, frontier: ledger.frontier)
        }
    }

    /// Executes what the log has beyond the index; the last block is returned if nothing here shows that it is final.
    mutating func replay(
        _ index: inout IndexCopy, finalSize: UInt64, _ records: RunKnowledge
    ) throws(StartRefusal) -> CheckedBlock? {
        let start = Int(index.state.head.size)
        size = start
        var reader = BlockReader(from: LeafIndex(UInt64(start)), parameters: network.parameters)
        var last: CheckedBlock?
        guard start <= leaves.count else { throw .logDamaged }
        for leaf in leaves[start...] {
            let raw: RawBlock?
            do { raw = unsafe try leaf.withUnsafeBytes { unsafe try reader.take($0) } } catch { throw .logDamaged }
            guard let raw else { continue }
            if let before = last { index.record(before) }
            guard let block = RecoveredLog.check(raw, on: index, records) else { throw .logDamaged }
            last = block
            size = Int(block.frontier.size)
        }
        guard let block = last, block.frontier.size <= finalSize else { return last }
        index.record(block)
        return nil
    }

    /// Leaves out the last block: nothing here says that its bytes are those that were decided.
    mutating func drop(_ stored: CheckedBlock) { size = Int(stored.seal.firstIndex.value) }

    private static func check(_ raw: RawBlock, on index: IndexCopy, _ records: RunKnowledge) -> CheckedBlock? {
        guard let read = try? ReadBlock(raw, for: index.state.network) else { return nil }
        return try? CheckedBlock(
            read, recorded: [:], on: index.state, after: index.frontier, known: records.checked)
    }
}
