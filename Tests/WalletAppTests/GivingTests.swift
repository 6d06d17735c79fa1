import Credentials
import Foundation
import NodeAPI
import Releasing
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing
import WalletApp

/// A holder answers a request: the whole way against real rules, deposits and a desk.
struct GivingTests {
    @Test func `a request is shown with what answers it, and optional fields are left out`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let request = try await served.wallet.request(id, .reached(served.ledger))
            #expect(request.party == TestMember.bank.id)
            #expect(request.caseNumber == "示例案件 7" && request.text?.en == "please answer today")
            #expect(request.maxUses == 2 && request.term == 3_600)
            let type = try #require(request.types.first)
            #expect(request.types.count == 1 && !type.isMissing)
            #expect(type.fields.map(\.path) == ["XM", "ZZBH"] && type.fields.map(\.isRequired) == [true, false])
            #expect(type.documents.map(\.id) == [served.document])
            #expect(type.documents[0].paths == ["XM", "ZZBH"])
            // The same link is the same request, with the same key.
            #expect(try await served.fetched() == id)
            #expect(try await served.wallet.requests(.reached(served.ledger)).map(\.id) == [id])
        }
    }

    @Test func `what is granted opens for its party use by use, and shows the chosen fields alone`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let answer = try await served.wallet.give(id, HolderWish(), served.ledger)
            #expect(answer.height != nil && answer.isByDesk)
            #expect(answer.acknowledgements == 1 && answer.validators == 1)
            let deposit = try #require(await served.town.deposit(of: answer.grant))
            let manifest = deposit.manifest
            #expect(manifest.uses.first.value == 1 && manifest.uses.last.value == 2)
            #expect(manifest.context.party == "bank" && manifest.context.grant == answer.grant.digest)
            let view = try await served.wallet.grant(id, .reached(served.ledger))
            #expect(view.state == .inForce && view.uses == 2 && view.counted.isEmpty)
            #expect(view.shown.map(\.fields) == [["XM"]])
            #expect(view.isDealtToToday == true && view.unchecked == nil)
        }
    }

    @Test func `an optional field is shown when the holder says so, and no field that nobody asks for`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            await #expect(throws: GrantRefusal.fieldNotAsked("YXQ")) {
                try await served.wallet.give(id, HolderWish(with: ["YXQ"]), served.ledger)
            }
            await #expect(throws: GrantRefusal.fieldNeeded("XM")) {
                try await served.wallet.give(id, HolderWish(without: ["XM"]), served.ledger)
            }
            await #expect(throws: GrantRefusal.documentNotAsked(99)) {
                try await served.wallet.give(id, HolderWish(documents: [99]), served.ledger)
            }
            await #expect(throws: GrantRefusal.tooManyUses(3, limit: 2)) {
                try await served.wallet.give(id, HolderWish(uses: 3), served.ledger)
            }
            let wish = HolderWish(uses: 1, with: ["TESTIDENTITY/ZZBH"], documents: [served.document])
            let answer = try await served.wallet.give(id, wish, served.ledger)
            let view = try await served.wallet.grant(id, .reached(served.ledger))
            #expect(view.shown.map(\.fields) == [["XM", "ZZBH"]] && view.uses == 1)
            #expect(await served.town.grant(answer.grant)?.uses == 1)
            // It was answered: not once more, and not otherwise.
            await #expect(throws: GrantRefusal.answered(id)) {
                try await served.wallet.give(id, HolderWish(), served.ledger)
            }
            await #expect(throws: GrantRefusal.answered(id)) { try await served.wallet.refuse(id, served.ledger) }
        }
    }

    @Test func `when the desk is away the wallet hands deposit and grant to the nodes itself`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            await served.town.behave { $0.isAway = true }
            let answer = try await served.wallet.give(id, HolderWish(), served.ledger)
            #expect(!answer.isByDesk && answer.height != nil && answer.acknowledgements == 1)
            #expect(await served.town.handed == 1)
            #expect(await served.town.answers.isEmpty)
            #expect(await served.town.grant(answer.grant)?.deposit != nil)
        }
    }

    @Test func `an answer that a counter takes no more is over, and nothing was given by it`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            await served.town.behave {
                $0.refuses = true
                $0.refusal = .numberFailed
            }
            await #expect(throws: RelyingClientError.self) { try await served.wallet.refuse(id, served.ledger) }
            #expect(try await served.wallet.requests(.reached(served.ledger)).isEmpty)
            let view = try await served.wallet.grant(id, .reached(served.ledger))
            #expect(view.state == .lapsed && view.expiry == 0 && view.height == nil)
            await #expect(throws: GrantRefusal.answered(id)) { try await served.wallet.refuse(id, served.ledger) }
        }
    }

    @Test func `what the desk refuses is not forced on it, and goes on with the same bytes`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            await served.town.behave { $0.refuses = true }
            await #expect(throws: RelyingClientError.self) {
                try await served.wallet.give(id, HolderWish(uses: 1), served.ledger)
            }
            #expect(await served.town.handed == 0)
            #expect(try await served.wallet.grant(id, .reached(served.ledger)).state == .sent)
            await served.town.behave { $0.refuses = false }
            // Another wish is not looked at: the deposit is dealt once.
            let answer = try await served.wallet.give(id, HolderWish(uses: 2), served.ledger)
            #expect(await served.town.grant(answer.grant)?.uses == 1)
        }
    }

    @Test func `a refusal ends the request, and nothing flows`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let answer = try await served.wallet.refuse(id, served.ledger)
            #expect(answer.height != nil && answer.isByDesk)
            #expect(await served.town.grant(answer.grant)?.refused != nil)
            #expect(try await served.wallet.grant(id, .reached(served.ledger)).state == .refused)
            #expect(await served.town.deposit(of: answer.grant) == nil)
            #expect(try await served.wallet.requests(.reached(served.ledger)).isEmpty)
            #expect(try await served.wallet.requests(.reached(served.ledger), all: true).map(\.isAnswered) == [true])
        }
    }
}
