import Ledger
import Signing
import Testing

struct LeafTests {
    @Test(
        arguments: [
            ([0xd2], LeafKind.statement), ([0xd2, 0x84], .statement), ([0xd8, 0x62], .governance),
            ([0x82], .record), ([0x82, 0x58], .record), ([0x84, 0x58], .closedRecord), ([0x8e, 0x01], .seal),
        ] as [([UInt8], LeafKind)])
    func `first bytes tell what a leaf is`(bytes: [UInt8], kind: LeafKind) {
        #expect(LeafKind(firstBytes: bytes) == kind)
        #expect(Self.kind(inMemory: bytes) == kind)
    }

    @Test(
        arguments: [
            [], [0x00], [0xd8], [0xd8, 0x12], [0x62], [0x83], [0x85], [0x8d], [0x8f], [0xa0], [0xd1], [0xff],
        ] as [[UInt8]])
    func `other first bytes are no leaf`(bytes: [UInt8]) {
        #expect(LeafKind(firstBytes: bytes) == nil)
        #expect(Self.kind(inMemory: bytes) == nil)
    }

    @Test func `every other first byte is no leaf`() {
        for byte in UInt8.min...UInt8.max where ![0xd2, 0xd8, 0x82, 0x84, 0x8e].contains(byte) {
            #expect(LeafKind(firstBytes: [byte, 0x62]) == nil)
        }
    }

    @Test func `height and index count up, and their encoding ends at the limit`() throws {
        #expect(Height(7).next == Height(8))
        #expect(LeafIndex(7).next == LeafIndex(8))
        #expect(LeafIndex(7).advanced(by: 5) == LeafIndex(12))
        #expect(Height(9) < Height(10) && LeafIndex(9) < LeafIndex(10))
        #expect(try Height(decoding: Height(Height.limit).encoded) == Height(Height.limit))
        var encoder = CBOREncoder()
        encoder.unsigned(Height.limit + 1)
        #expect(throws: CBORError.outOfRange(offset: 0)) { try Height(decoding: encoder.bytes) }
        #expect(throws: CBORError.outOfRange(offset: 0)) { try LeafIndex(decoding: encoder.bytes) }
    }

    private static func kind(inMemory bytes: [UInt8]) -> LeafKind? {
        unsafe bytes.withUnsafeBytes { buffer in unsafe LeafKind(buffer) }
    }
}
