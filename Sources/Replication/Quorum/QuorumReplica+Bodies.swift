import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// A block's leaves, as asked for; what nobody asks about is dropped.
    mutating func take(body: [UInt8], _ records: some RecordReading) {
        guard case .deciding = phase else { return }
        let open = table.questions.map(\.question.block).filter { table[$0] == nil && !table.isInvalid($0) }
        guard !open.isEmpty, let body = BoundBody(body, of: open, after: frontier, limit: leafLimit) else { return }
        check(body, records)
    }

    /// Most leaves that a body is read to.
    private var leafLimit: Int { Int(state.network.parameters.blockLeaves) }

    /// Candidates of an earlier life: durable already, and checked anew.
    mutating func offerCandidates(_ height: Height, _ records: some RecordReading) {
        let leaves = unchecked
        unchecked = []
        for bytes in leaves {
            guard let body = BoundBody(bytes, after: frontier, limit: leafLimit), body.seal.height == height else {
                continue
            }
            guard let block = try? body.checked(on: state, after: frontier, records) else { continue }
            table.add(block, isKept: true)
        }
    }

    /// These bytes are what the seal's root covers: a refusal is a refusal of the block itself.
    private mutating func check(_ body: BoundBody, _ records: some RecordReading) {
        do throws(BodyRefusal) {
            add(try body.checked(on: state, after: frontier, records) { [pool] in pool[$0] })
        } catch { table.addInvalid(body.id) }
    }

    /// Sends the leaves of a block that is being decided, or is stored and not final.
    mutating func serveBody(_ id: BlockID, to peer: Int) {
        let stored = phase.stored.flatMap { $0.seal.id == id ? $0 : nil }
        guard let block = table[id]?.block ?? stored, peers.mayServe(peer, waits.tick) else { return }
        effects.append(.send(.body(Array(block.runs.joined())), to: peer))
    }
}

/// Why leaves that a seal covers are no block.
struct BodyRefusal: Error {}

/// Leaves that hash to the root in the seal behind them, on the log as it stands here: the block, and no other one.
struct BoundBody {
    let seal: Seal
    let id: BlockID
    private let leaves: [ArraySlice<UInt8>]

    /// Nil when the bytes are not leaves, end with no seal of a block that is wanted, or are not what the seal covers.
    init?(_ bytes: [UInt8], of wanted: [BlockID]? = nil, after frontier: LogFrontier, limit: Int) {
        guard let leaves = try? EntryBundle.parse(bytes, maxLeaves: limit), let last = leaves.last,
            let seal = try? Seal(decoding: last), seal.firstIndex.value == frontier.size,
            wanted?.contains(seal.id) ?? true
        else { return nil }
        var edge = frontier
        for leaf in leaves.dropLast() { edge.append(Digest.leaf(leaf)) }
        guard edge.root == seal.rootBefore else { return nil }
        self.seal = seal
        self.leaves = leaves
        id = seal.id
    }

    /// Executes the leaves; signatures of statements are checked here, but for those that `known` gives.
    func checked(
        on state: LedgerState, after frontier: LogFrontier, _ records: some RecordReading,
        known: (StatementID) -> CheckedStatement? = { _ in nil }
    ) throws(BodyRefusal) -> CheckedBlock {
        var reader = BlockReader(from: LeafIndex(frontier.size), parameters: state.network.parameters)
        for (position, leaf) in leaves.enumerated() {
            let raw: RawBlock?
            do { raw = try reader.take(leaf) } catch { throw BodyRefusal() }
            guard let raw else { continue }
            guard position == leaves.count - 1 else { throw BodyRefusal() }
            do { return try CheckedBlock(raw, on: state, after: frontier, records, known: known) } catch {
                throw BodyRefusal()
            }
        }
        throw BodyRefusal()
    }
}

extension BlockReader {
    /// Takes the next leaf of an array.
    mutating func take(_ leaf: ArraySlice<UInt8>) throws(BlockShapeError) -> RawBlock? {
        let taken = unsafe leaf.withUnsafeBytes { bytes -> Result<RawBlock?, BlockShapeError> in
            do throws(BlockShapeError) { return .success(unsafe try take(bytes)) } catch { return .failure(error) }
        }
        return try taken.get()
    }
}

extension CheckedBlock {
    /// Reads and executes a block with what this node's own log says of the records that it names.
    init(
        _ raw: RawBlock, on state: LedgerState, after frontier: LogFrontier, _ records: some RecordReading,
        known: (StatementID) -> CheckedStatement? = { _ in nil }
    ) throws(BlockError) {
        let read = try ReadBlock(raw, for: state.network)
        var recorded: [LeafIndex: RecordedDocument] = [:]
        for index in read.recordsAsked where index.value < state.head.size {
            recorded[index] = records.record(at: index)
        }
        self = try CheckedBlock(read, recorded: recorded, on: state, after: frontier) { id in
            known(id) ?? records.checked(id)
        }
    }
}
