import Signing
import Testing

@Suite struct GovernanceRefusalTests {
    private static let body = SampleStatement.map(HeaderPair.governance)

    /// A signer whose key id is this number.
    private static func signer(_ number: UInt8) -> [UInt8] {
        SampleStatement.signer(
            header: SampleStatement.map([HeaderPair.algorithm, ("04", "4800000000000000" + Hex.encode([number]))]))
    }

    private func refusal(body: [UInt8] = Self.body, _ signers: [[UInt8]]) -> StatementError? {
        do {
            _ = try Statement(decoding: SampleStatement.multiple(body: body, signers: signers))
            return nil
        } catch { return error }
    }

    @Test func `from one to 32 signers in ascending order are read`() {
        #expect(refusal([Self.signer(1)]) == nil)
        #expect(refusal((1...32).map(Self.signer)) == nil)
    }

    @Test func `no signer, and more than 32, are refused`() {
        #expect(refusal([]) == .noSignature)
        guard case .encoding(.tooLong(_, limit: 32, found: 33))? = refusal((1...33).map(Self.signer)) else {
            Issue.record("33 signers were read")
            return
        }
    }

    @Test func `signers out of order or twice are refused`() {
        #expect(refusal([Self.signer(2), Self.signer(1)]) == .signersOutOfOrder)
        #expect(refusal([Self.signer(1), Self.signer(1)]) == .signersOutOfOrder)
        #expect(refusal([Self.signer(1), Self.signer(3), Self.signer(2)]) == .signersOutOfOrder)
    }

    @Test(arguments: [
        [HeaderPair.contentType, HeaderPair.claims],
        [HeaderPair.algorithm] + HeaderPair.governance,
        [HeaderPair.contentType, HeaderPair.keyID, HeaderPair.claimsOfNobody],
        [HeaderPair.contentType], [HeaderPair.claimsOfNobody], [],
    ])
    func `a body header that names a signer, or lacks a part, is refused`(_ pairs: [(String, String)]) {
        #expect(refusal(body: SampleStatement.map(pairs), [Self.signer(1)]) == .headerIncomplete)
    }

    @Test(arguments: [
        [HeaderPair.algorithm], [HeaderPair.keyID], [], HeaderPair.single,
        [HeaderPair.algorithm, HeaderPair.contentType, HeaderPair.keyID],
        [HeaderPair.algorithm, HeaderPair.keyID, HeaderPair.claimsOfNobody],
        [HeaderPair.algorithm, HeaderPair.keyID, ("0f", "a1016161")],
    ])
    func `a signer's header holds its algorithm and key id and nothing else`(_ pairs: [(String, String)]) {
        #expect(refusal([SampleStatement.signer(header: SampleStatement.map(pairs))]) == .headerIncomplete)
    }

    @Test func `a signer's header without any claim in its claims is refused`() {
        let pairs = [HeaderPair.algorithm, HeaderPair.keyID, ("0f", "a0")]
        #expect(refusal([SampleStatement.signer(header: SampleStatement.map(pairs))]) == .headerIncomplete)
    }

    @Test func `an algorithm that the ledger does not know is refused`() {
        let pairs = [("01", "3822"), HeaderPair.keyID]
        #expect(refusal([SampleStatement.signer(header: SampleStatement.map(pairs))]) == .unknownAlgorithm(-35))
    }
}
