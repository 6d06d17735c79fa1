import Rulebook
import Signing
import TestSupport
import Testing

/// What a trace packet carries, as bytes.
struct TraceTokenFormTests {
    private let origin = TestNetwork.single.origin
    private let registrar = TestKey.own("registrar")
    private let key = TestKey.own("token")

    private var issued: [UInt8] {
        IssuedTraceToken.signed(key.publicKey, by: registrar, of: TestRegistrar.member, origin: origin)
    }

    @Test func `a token fits every ticket, reads as it was written, and serves one grant`() throws {
        let grants = ["甲", "乙"].map { GrantID(origin: origin, key: TestKey.own($0).publicKey) }
        let token = TraceToken(issued, for: grants[0], by: key)
        #expect(token.encoded.count <= 512)
        #expect(try TraceToken(decoding: token.encoded) == token)
        #expect(token.isFor(grants[0], by: key.publicKey) && !token.isFor(grants[1], by: key.publicKey))
        #expect(!token.isFor(grants[0], by: registrar.publicKey))
    }

    @Test func `what is of another ledger, another kind or too long is no token`() throws {
        #expect(throws: BindingError.otherLedger(origin)) { try IssuedTraceToken(issued, origin: "other") }
        let long = [UInt8](repeating: 0, count: IssuedTraceToken.maxByteCount + 1)
        #expect(throws: BindingError.tooLong(long.count)) { try IssuedTraceToken(long, origin: origin) }
        let veto = Veto(account: AccountID(), binding: .zero).signed(by: registrar, origin: origin, now: 1)
        #expect(throws: BindingError.notABinding) { try IssuedTraceToken(veto, origin: origin) }
    }

    @Test func `a wish names each key once, and at least one`() throws {
        let keys = [key.publicKey, TestKey.own("second").publicKey]
        let wish = TraceTokensRequest(account: AccountID(), keys: keys)
        #expect(try TraceTokensRequest(decoding: wish.encoded) == wish)
        for list in [[], [keys[0], keys[0]]] {
            var encoder = CBOREncoder()
            encoder.array(2)
            wish.account.encode(into: &encoder)
            encoder.list(list) { $0.byteString($1.bytes) }
            #expect(throws: CBORError.self) { try TraceTokensRequest(decoding: encoder.bytes) }
        }
    }
}
