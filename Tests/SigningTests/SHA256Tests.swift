import Signing
import Testing

@Suite struct SHA256Tests {
    @Test func `x`() { #expect(SHA256.digest([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") }
}
