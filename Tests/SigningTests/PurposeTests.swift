import Signing
import Testing

@Suite struct PurposeTests {
    private static let tags = Purpose.digestTags + Purpose.releasingTags + Purpose.requestTags

    @Test func `no digest tag begins another`() {
        for (index, tag) in Self.tags.enumerated() {
            for (other, longer) in Self.tags.enumerated() where other != index {
                #expect(!longer.starts(with: tag), "\(String(decoding: tag, as: UTF8.self)) begins another tag")
            }
        }
    }

    @Test(arguments: tags)
    func `a digest tag names the project and a version, and begins nothing that is signed`(_ tag: [UInt8]) {
        let text = String(decoding: tag, as: UTF8.self)
        #expect(text.hasPrefix("deedbox/"))
        #expect(text.wholeMatch(of: /deedbox\/[a-z]+\/v[1-9]/) != nil)
        #expect(!SigStructure.single(body: [], payload: []).starts(with: tag))
        #expect(!"cosignature/v1\n".utf8.starts(with: tag))
    }
}
