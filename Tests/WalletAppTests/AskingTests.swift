import Credentials
import NodeAPI
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing
import WalletApp

/// What a wallet does not show its holder as a request.
struct AskingTests {
    @Test func `a text that is no link is refused`() async throws {
        try await ServedTown.run { served in
            for text in [
                "", "deedbox://request?client_id=bank", "https://example.com/", "http://10.0.0.1/x?client_id=bank",
            ] {
                await #expect(throws: GrantRefusal.notALink(text)) {
                    try await served.wallet.fetchRequest(text, served.ledger)
                }
            }
        }
    }

    @Test func `a request that another member's key signed is refused`() async throws {
        try await ServedTown.run { served in
            await served.town.behave { $0.signedBy = TestMember.notary.key }
            await #expect(throws: RequestRefusal.self) { try await served.fetched() }
            let kept = try await served.wallet.requests(.reached(served.ledger), all: true)
            #expect(kept.isEmpty)
        }
    }

    @Test func `a request that is sealed to another key than the registered one is refused`() async throws {
        try await ServedTown.run { served in
            let other = SealingPrivateKey().publicKey
            await served.town.behave { $0.sealingKey = other }
            await #expect(throws: GrantRefusal.otherSealingKey(TestMember.bank.id)) { try await served.fetched() }
        }
    }

    @Test func `a scene that was not declared, or that ended, is refused`() async throws {
        try await ServedTown.run { served in
            let other = TestScene.scene("other")
            await served.town.behave { $0.scene = other }
            await #expect(throws: GrantRefusal.unknownScene(TestMember.bank.id, other.code)) {
                try await served.fetched()
            }
        }
        try await ServedTown.run { served in
            let code = TestScene.loan.code
            try await served.town.commit(
                [.endScene(EndScene(party: TestMember.bank.id, code: code))], by: .member(.bank))
            do {
                _ = try await served.fetched()
                Issue.record("the request was shown")
            } catch GrantRefusal.sceneEnded(let party, let ended, _) {
                #expect(party == TestMember.bank.id && ended == code)
            }
        }
    }

    @Test func `a scene that no regulator has approved is refused`() async throws {
        try await ServedTown.run { served in
            let other = TestScene.scene("other")
            try await served.town.commit([.declareScene(DeclareScene(scene: other))], by: .member(.bank))
            await served.town.behave { $0.scene = other }
            await #expect(throws: GrantRefusal.sceneNotApproved(TestMember.bank.id, other.code)) {
                try await served.fetched()
            }
        }
    }

    @Test func `a request for other fields, more uses or a longer term than the scene has is refused`() async throws {
        try await ServedTown.run { served in
            let wider = TestScene.scene(fields: [TestType.identity.asked(["XM", "ZZBH", "YXQ"])])
            await served.town.behave { $0.scene = wider }
            await #expect(
                throws: GrantRefusal.otherQuery(TestMember.bank.id, ProfileID(checked: "basic"))
            ) { try await served.fetched() }
        }
        try await ServedTown.run { served in
            await served.town.behave { $0.uses = 4 }
            await #expect(throws: GrantRefusal.beyondScene(TestMember.bank.id, .uses, asked: 4, limit: 3)) {
                try await served.fetched()
            }
        }
        try await ServedTown.run { served in
            await served.town.ask(uses: 1, seconds: 86_401)
            await #expect(
                throws: GrantRefusal.beyondScene(TestMember.bank.id, .expiry, asked: 86_401, limit: 86_400)
            ) { try await served.fetched() }
        }
    }

    @Test func `a party that was suspended may not ask`() async throws {
        try await ServedTown.run { served in
            let sequence = await served.town.ledger.sequence
            let act = SuspendMember(sequence: sequence, member: TestMember.bank.id)
            try await served.town.commit([.suspendMember(act)], by: .allGovernors)
            do {
                _ = try await served.fetched()
                Issue.record("the request was shown")
            } catch GrantRefusal.partySuspended(let party, _) { #expect(party == TestMember.bank.id) }
        }
    }

    @Test func `a session that another wallet has fetched is over for this one`() async throws {
        try await ServedTown.run { served in
            _ = try await served.fetched()
            let other = try served.otherDevice(served.folder.path + "/other")
            let link = try served.link
            do {
                _ = try await other.fetchRequest(link, served.ledger)
                Issue.record("the request was given twice")
            } catch RelyingClientError.problem(let problem) { #expect(problem.code == "other-wallet") }
        }
    }
}
