import Rulebook
import Signing
import TestSupport
import Testing

struct HolderApplicationTests {
    private let key = TestKey.own("holder/es256")
    private let origin = TestNetwork.single.origin
    private let now: UInt64 = 1_793_491_200

    private func wish(_ words: String? = "for the school") -> HolderApplication {
        HolderApplication(
            desk: "https://desk.example", type: TestType.identity.code, number: "110101209001011014", name: "示例甲",
            words: words)
    }

    @Test(arguments: ["for the school", nil])
    func `a wish is read as it was written, and by whom it is signed shows`(words: String?) throws {
        let wish = wish(words)
        let read = try SignedApplication(wish.signed(by: key, origin: origin, now: now), origin: origin, now: now)
        #expect(read.application == wish)
        #expect(read.isSigned(by: key.publicKey) && !read.isSigned(by: TestKey.own("other/es256").publicKey))
        #expect(read.until == now + 300)
    }

    @Test func `no two wishes are one`() throws {
        let bytes = [wish(), wish()].map { $0.signed(by: key, origin: origin, now: now) }
        let ids = try bytes.map { try SignedApplication($0, origin: origin, now: now).id }
        #expect(ids[0] != ids[1])
    }

    @Test func `another ledger, another moment and another kind of statement are refused`() throws {
        let bytes = wish().signed(by: key, origin: origin, now: now)
        #expect(throws: BindingError.otherLedger(origin)) {
            try SignedApplication(bytes, origin: "other/00", now: now)
        }
        for time in [now - 301, now + 301] {
            #expect(throws: BindingError.notABinding) { try SignedApplication(bytes, origin: origin, now: time) }
        }
        let request = AccountRequest(
            holderKey: key.publicKey, mailboxKey: Array(repeating: 1, count: 32), mailboxRoot: .zero,
            recoveryKey: TestKey.own("recovery").publicKey)
        #expect(throws: BindingError.notABinding) {
            try SignedApplication(request.proof(by: key, origin: origin, now: now), origin: origin, now: now)
        }
        #expect(throws: BindingError.tooLong(9_000)) {
            try SignedApplication(Array(repeating: 0, count: 9_000), origin: origin, now: now)
        }
    }
}
