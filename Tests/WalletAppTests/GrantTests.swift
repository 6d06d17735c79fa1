import Credentials
import Foundation
import Ledger
import NodeAPI
import Releasing
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing
import WalletApp

/// What a holder sees of a grant and does with it afterwards.
struct GrantTests {
    @Test func `each use is seen with the block that proves it, and a full grant is used up`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            try await served.town.use(grant, 1)
            let one = try await served.wallet.grant(id, .reached(served.ledger))
            #expect(one.counted.count == 1 && one.state == .inForce)
            #expect(one.height == one.counted.first?.height.value)
            try await served.town.use(grant, 2)
            let two = try #require(try await served.wallet.grants(.reached(served.ledger)).first)
            #expect(two.counted.count == 2 && two.state == .usedUp)
            // Without a ledger it is what was proven last, and says so.
            let away = Bilingual(zh: "离线", en: "away")
            let last = try #require(try await served.wallet.grants(.away(away)).first)
            #expect(last.counted.count == 2 && last.unchecked == away)
        }
    }

    @Test func `a withdrawal goes to a node and ends the rest`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            try await served.town.use(grant, 1)
            await served.town.behave { $0.isAway = true }
            let view = try await served.wallet.withdraw(id, served.ledger)
            #expect(view.state == .withdrawn && view.withdrawn != nil && view.counted.count == 1)
            await #expect(throws: Refusal.self) { try await served.town.use(grant, 2) }
            await #expect(throws: GrantRefusal.over(id, .withdrawn)) {
                try await served.wallet.withdraw(id, served.ledger)
            }
            await #expect(throws: GrantRefusal.noSuchGrant(9)) { try await served.wallet.withdraw(9, served.ledger) }
        }
    }

    @Test func `a limit takes uses away, pauses, and is refused when it says nothing`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            await #expect(throws: GrantRefusal.nothingToTighten) {
                try await served.wallet.tighten(id, TighterTerms(), served.ledger)
            }
            let later = UInt64(Date().timeIntervalSince1970) + 1_800
            let paused = try await served.wallet.tighten(id, TighterTerms(pausedUntil: later), served.ledger)
            #expect(paused.state == .paused && paused.pausedUntil == later)
            await #expect(throws: Refusal.self) { try await served.town.use(grant, 1) }
            let fewer = try await served.wallet.tighten(id, TighterTerms(uses: 1), served.ledger)
            #expect(fewer.uses == 1)
            // Nothing widens it, and the ledger says so in its own words.
            await #expect(throws: WalletRefusal.self) {
                try await served.wallet.tighten(id, TighterTerms(uses: 2), served.ledger)
            }
        }
    }

    @Test func `unused uses are dealt again from the first unused one on`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            let before = try #require(await served.town.deposit(of: grant)).manifest
            try await served.town.use(grant, 1)
            _ = try await served.wallet.tighten(id, TighterTerms(isDealtAgain: true), served.ledger)
            let after = try #require(await served.town.deposit(of: grant)).manifest
            #expect(after.digest != before.digest)
            #expect(after.uses.first.value == 2 && after.uses.last.value == 2)
            _ = try DealtAgain(after, after: before, used: 1, grantUses: 2)
            // A later limit needs no new deal.
            let later = UInt64(Date().timeIntervalSince1970) + 1_800
            _ = try await served.wallet.tighten(id, TighterTerms(pausedUntil: later), served.ledger)
            #expect(await served.town.deposit(of: grant)?.manifest.digest == after.digest)
        }
    }

    @Test func `a desk that was away hears later what was dealt again`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            _ = try await served.wallet.give(id, HolderWish(), served.ledger)
            await served.town.behave { $0.isAway = true }
            let view = try await served.wallet.tighten(id, TighterTerms(isDealtAgain: true), served.ledger)
            #expect(view.isUntold && view.state == .inForce)
            let before = try await served.wallet.grants(.reached(served.ledger))
            #expect(before.map(\.isUntold) == [true])
            await served.town.behave { $0.isAway = false }
            let after = try await served.wallet.grants(.reached(served.ledger))
            #expect(after.map(\.isUntold) == [false])
            guard case .dealtAgain(let deposit, _)? = await served.town.answers.last else {
                Issue.record("the desk was not told")
                return
            }
            let told = try Deposit(decoding: deposit).manifest.digest
            #expect(await served.town.deposit(of: view.grant)?.manifest.digest == told)
        }
    }

    @Test func `what was dealt again is kept before its limit is sent, and told once the ledger names it`() async throws
    {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            let first = try #require(await served.town.grant(grant)?.deposit)
            await served.town.become(.deaf)
            await #expect(throws: NodeClientError.self) {
                try await served.wallet.tighten(id, TighterTerms(isDealtAgain: true), served.ledger)
            }
            await served.town.become(.whole)
            let named = try #require(await served.town.grant(grant)?.deposit)
            #expect(named != first)
            let view = try #require(try await served.wallet.grants(.reached(served.ledger)).first)
            #expect(!view.isUntold && view.isDealtToToday == true)
            guard case .dealtAgain(let deposit, _)? = await served.town.answers.last else {
                Issue.record("the desk was not told")
                return
            }
            #expect(try Deposit(decoding: deposit).manifest.digest == named)
        }
    }

    @Test func `what was dealt again in vain is not told, and the next limit deals anew`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            let first = try #require(await served.town.grant(grant)?.deposit)
            let told = await served.town.answers.count
            await served.town.become(.dead)
            await #expect(throws: NodeClientError.self) {
                try await served.wallet.tighten(id, TighterTerms(isDealtAgain: true), served.ledger)
            }
            await served.town.become(.whole)
            // It may still come from somewhere: until its time is over the wallet waits for it.
            let view = try #require(try await served.wallet.grants(.reached(served.ledger)).first)
            #expect(view.isUntold && view.isDealtToToday == false)
            #expect(await served.town.answers.count == told)
            let later = UInt64(Date().timeIntervalSince1970) + 1_800
            let after = try await served.wallet.tighten(id, TighterTerms(pausedUntil: later), served.ledger)
            #expect(!after.isUntold && after.isDealtToToday == true)
            let named = try #require(await served.town.grant(grant)?.deposit)
            #expect(named != first)
            #expect(await served.town.answers.count == told + 1)
        }
    }

    @Test func `a limit that is refused leaves what was dealt before`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            let first = try #require(await served.town.grant(grant)?.deposit)
            let told = await served.town.answers.count
            let wider = TighterTerms(uses: 3, isDealtAgain: true)
            await #expect(throws: (any Error).self) { try await served.wallet.tighten(id, wider, served.ledger) }
            let view = try #require(try await served.wallet.grants(.reached(served.ledger)).first)
            #expect(!view.isUntold && view.isDealtToToday == true)
            #expect(await served.town.grant(grant)?.deposit == first)
            #expect(await served.town.answers.count == told)
        }
    }

    @Test func `a new device finds the grants of the old one, and draws no key twice`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            let other = try served.otherDevice(served.folder.path + "/other")
            #expect(try await other.grants(.reached(served.ledger)).isEmpty)
            #expect(try await other.findGrantsOnce(served.ledger) == 1)
            #expect(try await other.findGrantsOnce(served.ledger) == 0)
            #expect(try await other.findGrants(served.ledger) == 0)
            let found = try #require(try await other.grants(.reached(served.ledger)).first)
            #expect(found.grant == grant && found.state == .inForce && found.shown.isEmpty)
            #expect(found.party == TestMember.bank.id && found.scene == TestScene.loan.code)
            // It can end it, and cannot deal it again: what was shown is not here.
            await #expect(throws: GrantRefusal.nothingToDeal(found.id)) {
                try await other.tighten(found.id, TighterTerms(isDealtAgain: true), served.ledger)
            }
            #expect(try await other.withdraw(found.id, served.ledger).state == .withdrawn)
            #expect(try await served.wallet.grant(id, .reached(served.ledger)).state == .withdrawn)
        }
    }

    @Test func `neither case, link nor grant stands open on the disk`() async throws {
        try await ServedTown.run { served in
            let id = try await served.fetched()
            let answer = try await served.wallet.give(id, HolderWish(), served.ledger)
            _ = try await served.wallet.grants(.reached(served.ledger))
            var bytes: [UInt8] = []
            for name in ["wallet.sqlite", "wallet.sqlite-wal"] {
                let path = served.folder.path + "/" + name
                bytes += FileManager.default.contents(atPath: path).map { Array($0) } ?? []
            }
            #expect(bytes.count > 4_096)
            for secret in [Array("示例案件 7".utf8), answer.grant.digest.bytes, Array("/session".utf8)] {
                #expect(!contains(bytes, secret))
            }
        }
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, bytes.count >= part.count else { return false }
        return bytes.indices.dropLast(part.count - 1).contains { start in
            bytes[start] == first && bytes[start..<start + part.count].elementsEqual(part)
        }
    }
}
