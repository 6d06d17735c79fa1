import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let grants = [
        RefusalScenario("uses-beyond-request", "more uses than were asked", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.uses = wrong ? 4 : 3
            return (grant.submission(in: ledger), .usesBeyondRequest(asked: 4, limit: 3))
        },
        RefusalScenario("uses-beyond-request", "no use at all", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.uses = wrong ? 0 : 1
            return (grant.submission(in: ledger), .usesBeyondRequest(asked: 0, limit: 3))
        },
        RefusalScenario("term-beyond-request", "a longer life than was asked", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.life = wrong ? 3_601 : 3_600
            let limit = ledger.second(after: 3_600)
            return (grant.submission(in: ledger), .termBeyondRequest(expiry: limit + 1, limit: limit))
        },
        RefusalScenario("grant-expired", "a grant that is over when it comes", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.life = wrong ? 0 : 1
            return (grant.submission(in: ledger), .grantExpired(grant.id(in: ledger), expiry: ledger.second()))
        },
        RefusalScenario("grant-exists", "two grants by one key", on: .banking) { ledger, wrong in
            let first = TestGrant(wrong ? "示例持有人" : "另一持有人")
            try ledger.commit([first.submission(in: ledger)])
            ledger.pass(seconds: 1)
            return (TestGrant().submission(in: ledger), .grantExists(TestGrant().id(in: ledger)))
        },
        RefusalScenario("unknown-grant", "a withdrawal of nothing", on: .banking) { ledger, wrong in
            if !wrong { try ledger.commit([TestGrant().submission(in: ledger)]) }
            return (TestGrant().withdrawal(in: ledger), .unknownGrant(TestGrant().id(in: ledger)))
        },
        RefusalScenario("grant-withdrawn", "withdrawn a second time", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            let id = grant.id(in: ledger)
            guard wrong else { return (grant.withdrawal(in: ledger), .grantWithdrawn(id, at: 0)) }
            let at = try ledger.commit([grant.withdrawal(in: ledger)]).time
            ledger.pass(seconds: 1)
            return (grant.withdrawal(in: ledger), .grantWithdrawn(id, at: at))
        },
        RefusalScenario("grant-expired", "withdrawn behind its end", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            let id = grant.id(in: ledger)
            let expiry = ledger.view.grant(id)?.expiry ?? 0
            ledger.clock = expiry * 1_000 + (wrong ? 1 : 0)
            return (grant.withdrawal(in: ledger), .grantExpired(id, expiry: expiry))
        },
        RefusalScenario("used-up", "a withdrawal when nothing is left", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            let winner = try ledger.countUses(wrong ? 2 : 1)
            return (grant.withdrawal(in: ledger), .usedUp(grant.id(in: ledger), uses: 2, winner: winner))
        },
    ]

    static let uses = [
        RefusalScenario("unknown-grant", "a use of nothing", on: .granted) { ledger, wrong in
            let grant = TestGrant(wrong ? "另一持有人" : "示例持有人")
            return (grant.use(1, in: ledger), .unknownGrant(grant.id(in: ledger)))
        },
        RefusalScenario("grant-of-another-party", "the notary uses what the bank got", on: .granted) { ledger, wrong in
            (
                TestGrant().use(1, in: ledger, by: wrong ? .notary : .bank),
                .grantOfAnotherParty(TestGrant().id(in: ledger))
            )
        },
        RefusalScenario("grant-withdrawn", "a use after the withdrawal", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            guard wrong else { return (grant.use(1, in: ledger), .grantWithdrawn(grant.id(in: ledger), at: 0)) }
            let at = try ledger.commit([grant.withdrawal(in: ledger)]).time
            return (grant.use(1, in: ledger), .grantWithdrawn(grant.id(in: ledger), at: at))
        },
        RefusalScenario("grant-expired", "a use behind the last second", on: .granted) { ledger, wrong in
            let id = TestGrant().id(in: ledger)
            let expiry = ledger.view.grant(id)?.expiry ?? 0
            ledger.clock = expiry * 1_000 + (wrong ? 1 : 0)
            return (TestGrant().use(1, in: ledger), .grantExpired(id, expiry: expiry))
        },
        RefusalScenario("already-used", "an index that was counted", on: .granted) { ledger, wrong in
            let winner = try ledger.countUses(1)
            return (
                TestGrant().use(wrong ? 1 : 2, in: ledger, salt: "again"),
                .alreadyUsed(TestGrant().id(in: ledger), index: 1, winner: winner)
            )
        },
        RefusalScenario("used-up", "a use more than was granted", on: .granted) { ledger, wrong in
            let winner = try ledger.countUses(wrong ? 2 : 1)
            return (
                TestGrant().use(wrong ? 3 : 2, in: ledger),
                .usedUp(TestGrant().id(in: ledger), uses: 2, winner: winner)
            )
        },
        RefusalScenario("wrong-use-index", "an index left out", on: .granted) { ledger, wrong in
            (TestGrant().use(wrong ? 2 : 1, in: ledger), .wrongUseIndex(found: 2, expected: 1))
        },
        RefusalScenario("wrong-use-index", "index 0", on: .granted) { ledger, wrong in
            (TestGrant().use(wrong ? 0 : 1, in: ledger), .wrongUseIndex(found: 0, expected: 1))
        },
        RefusalScenario("too-soon", "before the scene's interval is over", on: .agencies) { ledger, wrong in
            let scene = TestScene.scene(minimumInterval: 60)
            try ledger.open(scene)
            try ledger.commit([TestGrant().submission(in: ledger)])
            let earliest = try ledger.countUses(1).time + 60_000
            ledger.clock = earliest - (wrong ? 1 : 0)
            return (TestGrant().use(2, in: ledger), .tooSoon(earliest: earliest))
        },
    ]
}

extension TestLedger {
    /// Counts uses of the usual grant from the first on, a block each; returns the last.
    mutating func countUses(_ count: UInt64) throws -> CountedUse {
        for index in 1...count { try commit([TestGrant().use(index, in: self)]) }
        guard let last = view.grant(TestGrant().id(in: self))?.counted.last else {
            preconditionFailure("no use was counted")
        }
        return last
    }
}
