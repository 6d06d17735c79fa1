import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// What a holder says of a request, against what is asked and what he has.
struct HolderWishTests {
    private func request(uses: UInt64 = 3, term: UInt64 = 86_400) -> Request {
        Request(
            scene: TestScene.loan.code, profile: ProfileID(checked: "basic"), maxUses: uses, term: term,
            grantKey: TestKey.own("grant").publicKey,
            nonce: [UInt8](repeating: 1, count: Request.nonceByteCount), caseCommitment: .test("case"))
    }

    @Test func `terms are those of the request unless they are tighter`() throws {
        let whole = try HolderWish().terms(request())
        #expect(whole.uses == 3 && whole.seconds == 86_400)
        #expect(try HolderWish(uses: 1).terms(request()).uses == 1)
        #expect(try HolderWish(days: 1).terms(request(term: 3 * 86_400)).seconds == 86_400)
        // A term that is no whole number of days is given whole.
        #expect(try HolderWish(days: 2).terms(request(term: 100_000)).seconds == 100_000)
        #expect(throws: GrantRefusal.tooManyUses(0, limit: 3)) { try HolderWish(uses: 0).terms(request()) }
        #expect(throws: GrantRefusal.tooManyUses(4, limit: 3)) { try HolderWish(uses: 4).terms(request()) }
        #expect(throws: GrantRefusal.tooLong(2, limit: 1)) { try HolderWish(days: 2).terms(request()) }
        #expect(throws: GrantRefusal.tooLong(0, limit: 1)) { try HolderWish(days: 0).terms(request()) }
    }

    @Test func `without a document of the type nothing can be shown`() throws {
        let profile = TestScene.loan.profiles[0]
        let name = Bilingual(zh: "示例证照", en: "Sample")
        #expect(throws: GrantRefusal.nothingHeld(TestType.identity.code, name)) {
            try HolderWish().choose(profile, among: [:]) { _ in name }
        }
    }

    @Test func `a profile of optional fields alone needs a choice`() throws {
        let asked = ProfileFields(
            type: TestType.identity.code,
            fields: [AskedField(path: "ZZBH", level: try #require(SensitivityLevel(2)), isRequired: false)])
        let profile = SceneProfile(id: ProfileID(checked: "basic"), fields: [asked])
        #expect(throws: GrantRefusal.nothingChosen) {
            try HolderWish().choose(profile, among: [:]) { _ in Bilingual(zh: "", en: "") }
        }
    }

    @Test(arguments: [GrantState.sent, .inForce, .paused])
    func `a state in which something is left to end is open`(_ state: GrantState) {
        #expect(state.isOpen)
        #expect(GrantState.allCases.count { $0.isOpen } == 3)
    }
}
