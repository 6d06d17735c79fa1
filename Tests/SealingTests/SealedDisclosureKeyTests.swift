import Sealing
import Signing
import Testing

/// Tags of sealed disclosures are a sequence of their own, with a key to the details of each.
struct SealedDisclosureKeyTests {
    private let seed = [UInt8](repeating: 7, count: 32)

    @Test func `no tag is one of the open sequence, and each has a key of its own`() {
        let key = SealedDisclosureKey(correctionSeed: seed, origin: "o/1")
        let open = DisclosureKey(correctionSeed: seed, origin: "o/1")
        let numbers = Array(UInt64(0)..<32)
        let tags = numbers.map { key.tag($0) } + numbers.map { open.tag($0) }
        #expect(Set(tags).count == 64)
        #expect(Set(numbers.map { key.details($0) }).count == 32)
        #expect(Set(numbers.map { key.details($0).bytes }).isDisjoint(with: tags.map(\.bytes)))
    }

    @Test func `another ledger or another document has others, and the same has the same`() {
        let key = SealedDisclosureKey(correctionSeed: seed, origin: "o/1")
        let other = SealedDisclosureKey(correctionSeed: seed, origin: "o/2")
        let another = SealedDisclosureKey(correctionSeed: [UInt8](repeating: 8, count: 32), origin: "o/1")
        #expect(Set([key.tag(0), other.tag(0), another.tag(0)]).count == 3)
        #expect(SealedDisclosureKey(correctionSeed: seed, origin: "o/1").tag(0) == key.tag(0))
    }

    @Test func `a key is read from its 32 bytes, and prints nothing of them`() {
        let key = SealedDisclosureKey(correctionSeed: seed, origin: "o/1")
        #expect(SealedDetailsKey(key.details(3).bytes) == key.details(3))
        #expect(SealedDetailsKey([1, 2]) == nil)
        #expect("\(key) \(key.details(3))" == "<secret> <secret>")
    }
}
