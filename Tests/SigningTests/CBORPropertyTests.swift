import Signing
import Testing

@Suite struct CBORPropertyTests {
    @Test(arguments: UInt64(0)..<20)
    func `any item comes back from its bytes`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let item = CBORItem(using: &generator)
            let bytes = item.encoded
            #expect(try CBORItem(decoding: bytes) == item)
            var decoder = CBORDecoder(bytes)
            try decoder.skip()
            #expect(decoder.isAtEnd)
        }
    }

    @Test(arguments: UInt64(100)..<120)
    func `bytes that are accepted are the one encoding of what they say`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = CBORItem(using: &generator).encoded
            for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, using: &generator) }
            let item = try? CBORItem(decoding: bytes)
            if let item { #expect(item.encoded == bytes) }
            var decoder = CBORDecoder(bytes)
            let isSkipped = (try? decoder.skip()) != nil && decoder.isAtEnd
            if item != nil { #expect(isSkipped) }
        }
    }

    @Test func `the beginning of an item is never an item`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<100 {
            let bytes = CBORItem(using: &generator).encoded
            for count in 0..<min(bytes.count, 200) {
                #expect((try? CBORItem(decoding: Array(bytes.prefix(count)))) == nil)
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        guard let index = bytes.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.remove(at: index)
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
        }
    }
}
