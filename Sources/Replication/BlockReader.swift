public import Ledger
public import Rulebook
public import Signing

/// Why a run of leaves is not a block; each names the leaf.
public enum BlockShapeError: Error, Equatable, Sendable {
    case unknownLeaf(LeafIndex)
    case recordWithoutManifest(LeafIndex)
    case statementAfterClosedRecord(LeafIndex)
    case badSeal(LeafIndex, CBORError)
    case badClosedRecord(LeafIndex, CBORError)
    case closedCountDiffers(LeafIndex, declared: UInt64, found: Int)
    case tooLarge(LeafIndex)
}

/// A block as its leaves stand in the log, told apart and not yet checked.
public struct RawBlock: Sendable {
    public let firstIndex: LeafIndex
    public let submissions: [Submission]
    public let closed: [ClosedRecord]
    public let seal: Seal

    /// The position of the seal, the block's last leaf.
    public var sealIndex: LeafIndex {
        let leaves = submissions.reduce(closed.count) { $0 + 1 + $1.recordCount }
        return firstIndex.advanced(by: UInt64(leaves))
    }
}

/// Cuts a stream of leaves into blocks: the log at start-up, in an audit, and what a peer sends.
public struct BlockReader: Sendable {
    /// Those of the block that is read; whoever executes it says which the next has.
    public var parameters: Parameters
    private var next: LeafIndex
    private var firstIndex: LeafIndex
    private var submissions: [Submission] = []
    private var statement: [UInt8]?
    private var records: [UInt8] = []
    private var recordCount = 0
    private var closed: [ClosedRecord] = []
    private var byteCount: UInt64 = 0

    /// A reader whose first leaf is the first of a block.
    public init(from index: LeafIndex, parameters: Parameters) {
        self.parameters = parameters
        next = index
        firstIndex = index
    }

    /// Leaves of a block whose seal has not come.
    public var openLeaves: UInt64 { next.value - firstIndex.value }

    /// Takes the next leaf; returns the block that it closes, if it is a seal.
    public mutating func take(_ leaf: UnsafeRawBufferPointer) throws(BlockShapeError) -> RawBlock? {
        let index = next
        next = index.next
        byteCount += UInt64(leaf.count) + 2
        guard openLeaves <= parameters.blockLeaves, byteCount <= parameters.blockBytes else { throw .tooLarge(index) }
        switch unsafe LeafKind(leaf) {
        case .record: unsafe try takeRecord(leaf, at: index)
        case .statement, .governance:
            guard closed.isEmpty else { throw .statementAfterClosedRecord(index) }
            flush()
            statement = unsafe Array(leaf)
        case .closedRecord:
            flush()
            do { closed.append(try ClosedRecord(decoding: unsafe Array(leaf))) } catch {
                throw .badClosedRecord(index, error)
            }
        case .seal: return try finish(unsafe Array(leaf), at: index)
        case nil: throw .unknownLeaf(index)
        }
        return nil
    }

    private mutating func takeRecord(_ leaf: UnsafeRawBufferPointer, at index: LeafIndex) throws(BlockShapeError) {
        guard statement != nil else { throw .recordWithoutManifest(index) }
        records.append(UInt8(leaf.count >> 8))
        records.append(UInt8(leaf.count & 255))
        unsafe records.append(contentsOf: leaf)
        recordCount += 1
    }

    private mutating func flush() {
        guard let bytes = statement else { return }
        submissions.append(Submission(statement: bytes, records: records, recordCount: recordCount))
        statement = nil
        records = []
        recordCount = 0
    }

    private mutating func finish(_ leaf: [UInt8], at index: LeafIndex) throws(BlockShapeError) -> RawBlock {
        flush()
        let seal: Seal
        do { seal = try Seal(decoding: leaf) } catch { throw .badSeal(index, error) }
        guard seal.closedCount == UInt64(closed.count) else {
            throw .closedCountDiffers(index, declared: seal.closedCount, found: closed.count)
        }
        let block = RawBlock(firstIndex: firstIndex, submissions: submissions, closed: closed, seal: seal)
        submissions = []
        closed = []
        firstIndex = next
        byteCount = 0
        return block
    }
}
