import Accounts
import Testing

@Suite("One-time codes")
struct OneTimeCodeTests {
    /// RFC 6238 appendix B, SHA-1, eight digits.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the vectors of RFC 6238 come out`(second: UInt64, code: String) throws {
        let secret = try #require(CodeSecret(Array("12345678901234567890".utf8)))
        #expect(secret.code(step: second / 30, digits: 8) == code)
        #expect(secret.code(at: second) == code.suffix(6))
    }

    /// RFC 4226 appendix D.
    @Test func `the vectors of RFC 4226 come out`() throws {
        let secret = try #require(CodeSecret(Array("12345678901234567890".utf8)))
        let codes = (0..<10).map { secret.code(step: $0, digits: 6) }
        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ])
    }

    /// RFC 4648 section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `the vectors of base32 come out`(text: String, coded: String) {
        #expect(Base32.encode(Array(text.utf8)) == coded)
        #expect(Base32.decode(coded) == Array(text.utf8))
    }

    @Test func `a second encoding of the same bytes is refused`() {
        #expect(Base32.decode("MZ") == nil)
        #expect(Base32.decode("M") == nil)
        #expect(Base32.decode("M1") == nil)
        #expect(Base32.decode("my") == Array("f".utf8))
    }

    @Test func `an address for the app names issuer and account`() throws {
        let secret = try #require(CodeSecret(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
        #expect(
            secret.address(issuer: "公安", account: "li.si")
                == "otpauth://totp/%E5%85%AC%E5%AE%89:li.si?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=%E5%85%AC%E5%AE%89")
        #expect("\(secret)" == "<secret>")
    }

    @Test func `a secret of fewer than sixteen bytes is refused`() {
        #expect(CodeSecret(base32: "GEZDGNBV") == nil)
    }
}
