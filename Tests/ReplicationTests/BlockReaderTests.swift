import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct BlockReaderTests {
    private let ledger: TestLedger
    private let leaves: [[UInt8]]
    private let start: UInt64

    /// A block of a manifest with two records, a note, and a closed record.
    init() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.life = 1
        grant.requestLife = 1
        try ledger.commit([grant.submission(in: ledger)])
        ledger.pass(seconds: 100)
        let note = ledger.submission(.anchorNote(.sample), by: .member(.police))
        try ledger.commit([TestIssue(2).submission(in: ledger), note])
        let block = try #require(ledger.blocks.last)
        leaves = try TestLedger.leaves(of: block)
        start = block.seal.firstIndex.value
        self.ledger = ledger
    }

    /// What a reader says to leaves; the blocks, or the first error.
    private func read(
        _ leaves: [[UInt8]], parameters: Parameters = TestNetwork.small
    ) -> Result<[RawBlock], BlockShapeError> {
        var reader = BlockReader(from: LeafIndex(start), parameters: parameters)
        var blocks: [RawBlock] = []
        for leaf in leaves {
            do throws(BlockShapeError) {
                if let block = try reader.taking(leaf) { blocks.append(block) }
            } catch { return .failure(error) }
        }
        return .success(blocks)
    }

    private func error(_ leaves: [[UInt8]], parameters: Parameters = TestNetwork.small) -> BlockShapeError? {
        if case .failure(let error) = read(leaves, parameters: parameters) { return error }
        return nil
    }

    private func place(_ offset: UInt64) -> LeafIndex { LeafIndex(start + offset) }

    @Test func `a block comes out as it went in`() throws {
        let block = try #require(try read(leaves).get().first)
        #expect(leaves.count == 6)
        #expect(block.firstIndex == place(0))
        #expect(block.sealIndex == place(5))
        #expect(block.submissions.map(\.recordCount) == [2, 0])
        #expect(block.submissions.map(\.statement) == [leaves[0], leaves[3]])
        #expect(block.closed.map(\.encoded) == [leaves[4]])
        #expect(block.seal.encoded == leaves[5])
    }

    @Test func `blocks follow one another`() throws {
        var reader = BlockReader(from: LeafIndex(0), parameters: TestNetwork.small)
        var seals: [Seal] = []
        for leaf in ledger.leaves {
            if let block = try reader.taking(leaf) { seals.append(block.seal) }
        }
        #expect(seals == ledger.blocks.map(\.seal))
        #expect(reader.openLeaves == 0)
        #expect(try reader.taking(leaves[0]) == nil)
        #expect(reader.openLeaves == 1)
    }

    @Test(arguments: [[], [0x00], [0x81], [0x83], [0xd8], [0xd8, 0x12], [0xff]] as [[UInt8]])
    func `a leaf of no kind is refused`(_ leaf: [UInt8]) {
        #expect(error([leaf]) == .unknownLeaf(place(0)))
        #expect(error([leaves[0], leaf]) == .unknownLeaf(place(1)))
    }

    @Test func `a record stands behind a statement only`() {
        #expect(error([leaves[1]]) == .recordWithoutManifest(place(0)))
        #expect(error([leaves[0], leaves[4], leaves[1]]) == .recordWithoutManifest(place(2)))
        #expect(error(leaves + [leaves[1]]) == .recordWithoutManifest(place(6)))
        #expect(error([leaves[0], leaves[1], leaves[2]]) == nil)
    }

    @Test func `closed records stand at the end`() {
        #expect(error([leaves[4], leaves[3]]) == .statementAfterClosedRecord(place(1)))
        #expect(error([leaves[4], leaves[5]]) == nil)
    }

    @Test func `a closed record is read strictly`() {
        let longer = leaves[4] + [0]
        #expect(error([longer]) == .badClosedRecord(place(0), .trailingBytes(offset: leaves[4].count)))
        let shorter = leaves[4].dropLast()
        #expect(error([Array(shorter)]) == .badClosedRecord(place(0), .truncated(offset: shorter.count)))
    }

    @Test func `a seal is read strictly`() {
        #expect(error([leaves[4], leaves[5] + [0]]) == .badSeal(place(1), .trailingBytes(offset: leaves[5].count)))
        var other = leaves[5]
        other[1] = 2
        #expect(error([leaves[4], other]) == .badSeal(place(1), .unknownCode(offset: 1, code: 2)))
    }

    @Test func `a seal counts the closed records before it`() {
        #expect(error([leaves[5]]) == .closedCountDiffers(place(0), declared: 1, found: 0))
        #expect(error([leaves[4], leaves[4], leaves[5]]) == .closedCountDiffers(place(2), declared: 1, found: 2))
    }

    @Test func `a block has at most so many leaves and bytes, its seal counted`() {
        var parameters = TestNetwork.small
        parameters.blockLeaves = 6
        #expect(error(leaves, parameters: parameters) == nil)
        parameters.blockLeaves = 5
        #expect(error(leaves, parameters: parameters) == .tooLarge(place(5)))
        parameters = TestNetwork.small
        parameters.blockBytes = UInt64(leaves.reduce(0) { $0 + $1.count + 2 })
        #expect(error(leaves, parameters: parameters) == nil)
        #expect(error(leaves + leaves, parameters: parameters) == nil)
        parameters.blockBytes -= 1
        #expect(error(leaves, parameters: parameters) == .tooLarge(place(5)))
    }
}

extension BlockReader {
    /// Takes a leaf from an array.
    mutating func taking(_ leaf: [UInt8]) throws(BlockShapeError) -> RawBlock? {
        let result = unsafe leaf.withUnsafeBytes { bytes -> Result<RawBlock?, BlockShapeError> in
            do throws(BlockShapeError) { return .success(unsafe try take(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
