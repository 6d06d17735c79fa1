import Sealing
import Signing
import Testing

/// The tags under which a holder finds what was read of a document; the values were computed in Python by the page.
struct DisclosureKeyTests {
    private static let origin = "vectors.deedbox.example/990a6bc5c2d07e3d3c224aa2546c8ee0"
    private let key = DisclosureKey(correctionSeed: [UInt8](0..<32), origin: Self.origin)

    @Test(arguments: [
        (UInt64(0), "37b2b5cc4c1cc7f3d7f9a5b3274283e2e5ddd4292e8a35ffb7f9a1ae6623df6d"),
        (1, "24afcc3648047cf0f046634ac400ce85ade7b27329fabf06a31f5d2c8f59e925"),
        (258, "9a6da363b08cc65c6a8f386bc0d379e457755b9883ac6a5b82b41773422c3fd7"),
    ])
    func `a tag follows from the correction seed, the ledger and its number`(_ number: UInt64, _ tag: String) {
        #expect(key.tag(number).hex == tag)
    }

    @Test func `on another ledger and for another document every tag is another, and the key shows nothing`() {
        let elsewhere = DisclosureKey(correctionSeed: [UInt8](0..<32), origin: "other")
        let other = DisclosureKey(correctionSeed: [UInt8](1...32), origin: Self.origin)
        let tags = [key, elsewhere, other].flatMap { key in (0..<3).map { key.tag($0) } }
        #expect(Set(tags).count == 9)
        #expect("\(key)" == "<secret>" && String(reflecting: key) == "<secret>")
    }
}
