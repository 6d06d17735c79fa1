import Ledger
import Signing
import Testing

struct SealTests {
    private static func digest(_ byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: 32)) ?? .zero }

    private static let seal = Seal(
        height: Height(300), previous: digest(1), firstIndex: LeafIndex(70_000), rootBefore: digest(2),
        time: 1_767_225_600_123, proposer: 2, stateRoot: digest(3), validators: digest(4),
        nextValidators: digest(5), parameters: digest(6), ruleVersion: 1, evidenceRoot: digest(7), closedCount: 24)

    @Test func `a seal has exactly these bytes`() {
        func item(_ byte: String) -> String { "5820" + String(repeating: byte, count: 32) }
        let hex =
            "8e01" + "19012c" + item("01") + "1a00011170" + item("02") + "1b0000019b76daa87b" + "02" + item("03")
            + item("04") + item("05") + item("06") + "01" + item("07") + "1818"
        #expect(Hex.encode(Self.seal.encoded) == hex)
        #expect(Self.seal.encoded.count == 261)
        #expect(LeafKind(firstBytes: Self.seal.encoded) == .seal)
    }

    @Test func `a seal is read back, and its id is its leaf hash`() throws {
        #expect(try Seal(decoding: Self.seal.encoded) == Self.seal)
        #expect(Self.seal.id == BlockID(Digest.leaf(Self.seal.encoded)))
    }

    @Test func `every altered byte makes another seal or none`() throws {
        let bytes = Self.seal.encoded
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 0x01
            let read = try? Seal(decoding: altered)
            #expect(read != Self.seal)
            #expect(read.map(\.encoded) ?? altered == altered)
            #expect(read?.id != Self.seal.id)
        }
    }

    @Test func `a seal cut off or with bytes behind is refused`() {
        let bytes = Self.seal.encoded
        for count in bytes.indices {
            #expect(throws: CBORError.self) { try Seal(decoding: bytes[..<count]) }
        }
        #expect(throws: CBORError.trailingBytes(offset: bytes.count)) { try Seal(decoding: bytes + [0]) }
    }

    @Test func `another version, count of elements or number out of range is refused`() {
        #expect(throws: CBORError.unknownCode(offset: 1, code: 2)) { try Self.reading(1, as: 0x02) }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 14, found: 13)) { try Self.reading(0, as: 0x8d) }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 14, found: 15)) { try Self.reading(0, as: 0x8f) }
        #expect(throws: CBORError.outOfRange(offset: Self.proposerOffset)) {
            var bytes = Self.seal.encoded
            bytes.replaceSubrange(Self.proposerOffset...Self.proposerOffset, with: [0x18, 63])
            _ = try Seal(decoding: bytes)
        }
    }

    private static let proposerOffset = 2 + 3 + 34 + 5 + 34 + 9

    private static func reading(_ position: Int, as byte: UInt8) throws -> Seal {
        var bytes = seal.encoded
        bytes[position] = byte
        return try Seal(decoding: bytes)
    }
}
