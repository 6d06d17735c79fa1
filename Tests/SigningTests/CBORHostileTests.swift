import Signing
import Testing

/// Bytes that are made to cost a reader its stack, memory or time.
@Suite struct CBORHostileTests {
    /// Arrays, map values, map keys, tags, and tagged map keys inside each other.
    private static let openings: [[UInt8]] = [[0x81], [0xa1, 0x00], [0xa1], [0xc1], [0xc1, 0xa1], [0xa1, 0xc1]]

    private static func nest(_ opening: [UInt8], _ count: Int) -> [UInt8] {
        Array([[UInt8]](repeating: opening, count: count).joined())
    }

    @Test(arguments: openings)
    func `nesting is refused long before it could fill the stack`(_ opening: [UInt8]) {
        let nested = Self.nest(opening, 60_000) + [0x00, 0x00]
        #expect {
            var decoder = CBORDecoder(nested)
            try decoder.skip()
        } throws: { error in
            if case .tooDeep(let offset)? = error as? CBORError { offset < 64 } else { false }
        }
    }

    @Test(arguments: [([0x81], 15), ([0xa1, 0x00], 15), ([0xc1], 15)] as [([UInt8], Int)])
    func `sixteen levels are passed over, seventeen refused`(_ opening: [UInt8], _ count: Int) throws {
        let allowed = Self.nest(opening, count) + [0x00]
        var decoder = CBORDecoder(allowed)
        try decoder.skip()
        #expect(decoder.isAtEnd)
        #expect(throws: CBORError.tooDeep(offset: opening.count * count + 1)) {
            var decoder = CBORDecoder(opening + allowed)
            try decoder.skip()
        }
    }

    /// Were keys read twice a level, sixteen levels would read the text at their end 65,536 times.
    @Test func `a key that holds another item is refused, whatever it costs to read`() {
        var encoder = CBOREncoder()
        for _ in 0..<15 { encoder.map(1) }
        encoder.text(String(repeating: "x", count: 65_000))
        let bytes = encoder.bytes + [UInt8](repeating: 0, count: 15)
        #expect(throws: CBORError.tooDeep(offset: 1)) {
            var decoder = CBORDecoder(bytes)
            try decoder.skip()
        }
        #expect(throws: CBORError.tooDeep(offset: 1)) {
            var decoder = CBORDecoder([0xa1, 0x81, 0x00, 0x00])
            try decoder.map(max: 1) { (inner) throws(CBORError) in try inner.skip() }
        }
    }

    @Test func `a list that promises more than it holds ends at the first item that is missing`() {
        #expect(throws: CBORError.truncated(offset: 11)) {
            var decoder = CBORDecoder(bytes(hex: "9b00000001000000000000"))
            _ = try decoder.list(max: .max) { (inner) throws(CBORError) in try inner.unsigned() }
        }
    }

    @Test func `a million small items are passed over in one pass`() throws {
        var encoder = CBOREncoder()
        encoder.array(1_000_000)
        let bytes = encoder.bytes + [UInt8](repeating: 0xa0, count: 1_000_000)
        var decoder = CBORDecoder(bytes)
        try decoder.skip()
        #expect(decoder.isAtEnd)
    }
}
