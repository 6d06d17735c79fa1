import Signing
import Testing

@Suite struct CBORStrictnessTests {
    /// Heads with a width that their value does not need: 0 in one byte, 23 in one, 255 in two, and so on.
    private static let longHeads: [[UInt8]] = (UInt8(0)..<7).flatMap { major in
        [
            "1800", "1817", "190000", "1900ff", "1a00000000", "1a0000ffff", "1b0000000000000000", "1b00000000ffffffff",
        ].map { hex in
            var head = bytes(hex: hex)
            head[0] |= major << 5
            return head
        }
    }

    @Test(arguments: longHeads)
    func `a head longer than its value needs is refused for every major type`(_ head: [UInt8]) {
        let content = [UInt8](repeating: 0x00, count: 70_000)
        #expect(throws: CBORError.notShortest(offset: 0)) {
            var decoder = CBORDecoder(head + content)
            try decoder.skip()
        }
        #expect(throws: CBORError.notShortest(offset: 1)) {
            var decoder = CBORDecoder([0x81] + head + content)
            try decoder.skip()
        }
    }

    @Test(arguments: UInt8(0)..<7)
    func `the three reserved widths are refused for every major type`(_ major: UInt8) {
        for width in UInt8(28)...30 {
            #expect(throws: CBORError.reservedHead(offset: 0, byte: major << 5 | width)) {
                var decoder = CBORDecoder([major << 5 | width] + [UInt8](repeating: 0, count: 20))
                try decoder.skip()
            }
        }
    }

    @Test(arguments: [
        "", "18", "1900", "1a000000", "1b00000000000000", "41", "4200", "5818", "61", "81", "8201", "a1", "a101", "c1",
        "5affffffff", "5bffffffffffffffff", "7bffffffffffffffff", "9bffffffffffffffff", "bbffffffffffffffff",
    ])
    func `an item that is cut short is refused, however much it promises`(_ hex: String) {
        #expect {
            var decoder = CBORDecoder(bytes(hex: hex))
            try decoder.skip()
        } throws: { error in
            switch error as? CBORError {
            case .truncated, .tooLong: true
            default: false
            }
        }
    }

    @Test(arguments: [
        ("a2020001", 3), ("a201000100", 3), ("a2200001", 3), ("a26161006161", 4), ("a2626161006162", 5),
        ("a218180017", 4), ("a2f40000", 3),
    ])
    func `map keys out of order or twice are refused`(_ hex: String, _ offset: Int) {
        let map = bytes(hex: hex) + [0, 0, 0]
        #expect(throws: CBORError.mapKeysOutOfOrder(offset: offset)) {
            var decoder = CBORDecoder(map)
            try decoder.skip()
        }
        #expect(throws: CBORError.mapKeysOutOfOrder(offset: offset)) { try CBORItem(decoding: map) }
    }

    @Test func `map keys in bytewise order are read, shorter encodings first`() throws {
        let map = bytes(hex: "a5 01 00 1818 00 20 00 6161 00 626161 00")
        #expect(try CBORItem(decoding: map).encoded == map)
    }

    @Test(arguments: ["62c328", "61ff", "63eda080", "64f4908080", "62c080", "63e08080"])
    func `text that is not UTF-8 is refused`(_ hex: String) {
        #expect(throws: CBORError.notUTF8(offset: 0)) {
            var decoder = CBORDecoder(bytes(hex: hex))
            _ = try decoder.text(max: 10)
        }
        #expect(throws: CBORError.notUTF8(offset: 0)) {
            var decoder = CBORDecoder(bytes(hex: hex))
            try decoder.skip()
        }
    }

    @Test func `bytes behind the item are refused`() {
        #expect(throws: CBORError.trailingBytes(offset: 1)) { try CBORItem(decoding: [0x00, 0x00]) }
    }

    @Test func `each reader refuses another kind and names what it found`() {
        func refusal(_ byte: UInt8, _ read: (inout CBORDecoder) throws -> Void) -> CBORError? {
            var decoder = CBORDecoder([byte])
            do { try read(&decoder) } catch { return error as? CBORError }
            return nil
        }
        #expect(refusal(0x20) { _ = try $0.unsigned() } == .expected(.unsigned, offset: 0, found: 0x20))
        #expect(refusal(0x40) { _ = try $0.integer() } == .expected(.integer, offset: 0, found: 0x40))
        #expect(refusal(0x60) { _ = try $0.byteString(max: 9) } == .expected(.byteString, offset: 0, found: 0x60))
        #expect(refusal(0x60) { _ = try $0.digest() } == .expected(.byteString, offset: 0, found: 0x60))
        #expect(refusal(0x40) { _ = try $0.text(max: 9) } == .expected(.text, offset: 0, found: 0x40))
        #expect(refusal(0xa0) { _ = try $0.array(max: 9) } == .expected(.array, offset: 0, found: 0xa0))
        #expect(refusal(0x80) { try $0.map(max: 9) { _ in } } == .expected(.map, offset: 0, found: 0x80))
        #expect(refusal(0x00) { try $0.tag(18) } == .expected(.tag, offset: 0, found: 0x00))
        #expect(refusal(0xd3) { try $0.tag(18) } == .unknownCode(offset: 0, code: 19))
        #expect(refusal(0xf6) { _ = try $0.bool() } == .expected(.bool, offset: 0, found: 0xf6))
        #expect(refusal(0xf4) { try $0.null() } == .expected(.null, offset: 0, found: 0xf4))
    }

    @Test func `each limit is kept, and what just fits is read`() throws {
        func read<Value>(_ hex: String, _ read: (inout CBORDecoder) throws -> Value) rethrows -> Value {
            var decoder = CBORDecoder(bytes(hex: hex))
            return try read(&decoder)
        }
        #expect(try read("1864") { try $0.unsigned(max: 100) } == 100)
        #expect(throws: CBORError.outOfRange(offset: 0)) { try read("1864") { try $0.unsigned(max: 99) } }
        #expect(try read("420102") { try $0.byteString(max: 2) } == [1, 2])
        #expect(throws: CBORError.tooLong(offset: 0, limit: 1, found: 2)) {
            try read("420102") { try $0.byteString(max: 1) }
        }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 3, found: 2)) {
            try read("420102") { try $0.byteString(count: 3) }
        }
        #expect(try read("63e6b0b4") { try $0.text(max: 3) } == "水")
        #expect(throws: CBORError.tooLong(offset: 0, limit: 2, found: 3)) {
            try read("63e6b0b4") { try $0.text(max: 2) }
        }
        #expect(throws: CBORError.tooLong(offset: 0, limit: 1, found: 2)) {
            try read("820000") { try $0.array(max: 1) }
        }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 1, found: 2)) {
            try read("820000") { try $0.array(count: 1) }
        }
        #expect(throws: CBORError.tooLong(offset: 0, limit: 0, found: 1)) {
            try read("a10000") { try $0.map(max: 0) { _ in } }
        }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 32, found: 31)) {
            try read("581f" + String(repeating: "00", count: 31)) { try $0.digest() }
        }
    }
}
