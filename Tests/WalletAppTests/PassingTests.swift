import Ledger
import RelyingAPI
import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// What a holder sees of uses that were passed on, and the leave for it.
struct PassingTests {
    /// A grant that was used once.
    private func used(_ served: ServedTown) async throws -> (id: Int64, grant: GrantID, use: StatementID) {
        let id = try await served.fetched()
        let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
        try await served.town.use(grant, 1)
        let view = try await served.wallet.grant(id, .reached(served.ledger))
        return (id, grant, try #require(view.counted.first).statement)
    }

    private func pass(
        _ served: ServedTown, _ grant: GrantID, _ use: StatementID, _ number: UInt64, to recipient: Recipient,
        _ basis: PassingBasis? = nil
    ) async throws {
        let basis = basis ?? .ground(LegalGround.courtOrder.rawValue, caseCommitment: .test("\(number)"))
        let act = PassEvidence(
            grant: grant, number: number, index: 1, use: use, recipient: recipient, basis: basis)
        try await served.town.commit([.passEvidence(act)], by: .member(.bank))
    }

    @Test func `each passing is seen with its block, in the order in which it came`() async throws {
        try await ServedTown.run { served in
            let (id, grant, use) = try await used(served)
            #expect(try await served.wallet.grant(id, .reached(served.ledger)).passings.isEmpty)
            let court = Recipient.outside(TestPassing.court.commitment)
            for number in UInt64(0)...2 { try await pass(served, grant, use, number, to: court) }
            let seen = try await served.wallet.grant(id, .reached(served.ledger)).passings
            #expect(seen.map(\.index) == [1, 1, 1] && seen.map(\.recipient) == [court, court, court])
            #expect(seen.allSatisfy { $0.ground == .courtOrder && $0.party == TestMember.bank.id })
            // Without a ledger it is what was proven last.
            let last = try await served.wallet.grants(.away(Bilingual(zh: "离线", en: "away")))
            #expect(last.first?.passings == seen)
        }
    }

    @Test func `what was passed on for a legal ground is an official notice, and by leave it is none`() async throws {
        try await ServedTown.run { served in
            let (id, grant, use) = try await used(served)
            let to = try #require(NamedRecipient("示例法院"))
            let leave = try served.wallet.passLeave(id, use: 1, to: to, days: 30)
            #expect(leave.isSigned && leave.grant == grant && leave.index == 1)
            try await pass(served, grant, use, 0, to: to.recipient, .leave(leave.leave))
            try await pass(served, grant, use, 1, to: .member(TestMember.regulator.id))
            let views = try await served.wallet.grant(id, .reached(served.ledger)).passings
            #expect(views.map(\.ground) == [nil, .courtOrder])
            #expect(OfficialNotice(views[0], grant: grant, number: 0) == nil)
            let notice = try #require(OfficialNotice(views[1], grant: grant, number: 1))
            #expect(
                notice.deed == .passing(grant, number: 1, use: 1, to: .member(TestMember.regulator.id)))
            #expect(notice.member == TestMember.bank.id && notice.ground == .courtOrder)
            #expect(try OfficialNotice(decoding: notice.encoded) == notice)
        }
    }

    @Test func `leave is given for a use that was seen, of a grant that is there`() async throws {
        try await ServedTown.run { served in
            let to = try #require(NamedRecipient("示例法院"))
            #expect(throws: GrantRefusal.noSuchGrant(9)) { try served.wallet.passLeave(9, use: 1, to: to, days: 1) }
            let (id, _, _) = try await used(served)
            #expect(throws: GrantRefusal.useNotSeen(id, use: 2, counted: 1)) {
                try served.wallet.passLeave(id, use: 2, to: to, days: 1)
            }
            #expect(throws: GrantRefusal.useNotSeen(id, use: 0, counted: 1)) {
                try served.wallet.passLeave(id, use: 0, to: to, days: 1)
            }
        }
    }
}
