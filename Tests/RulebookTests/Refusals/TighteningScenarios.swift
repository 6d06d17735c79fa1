import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    private static var id: GrantID { TestGrant().id(in: .granted) }

    static let tightenings = [
        RefusalScenario("request-refused", "a grant after the refusal", on: .banking) { ledger, wrong in
            let refused = wrong ? TestGrant() : TestGrant("另一持有人")
            let at = try ledger.commit([refused.refusal(in: ledger)]).time
            return (TestGrant().submission(in: ledger), .requestRefused(id, at: at))
        },
        RefusalScenario("request-refused", "refused a second time", on: .banking) { ledger, wrong in
            let refused = wrong ? TestGrant() : TestGrant("另一持有人")
            let at = try ledger.commit([refused.refusal(in: ledger)]).time
            ledger.pass(seconds: 1)
            return (TestGrant().refusal(in: ledger), .requestRefused(id, at: at))
        },
        RefusalScenario("request-refused", "a use of what was refused", on: .banking) { ledger, wrong in
            let answer = wrong ? TestGrant().refusal(in: ledger) : TestGrant().submission(in: ledger)
            let at = try ledger.commit([answer]).time
            return (TestGrant().use(1, in: ledger), .requestRefused(id, at: at))
        },
        RefusalScenario("request-refused", "a withdrawal of what was refused", on: .banking) { ledger, wrong in
            let answer = wrong ? TestGrant().refusal(in: ledger) : TestGrant().submission(in: ledger)
            let at = try ledger.commit([answer]).time
            return (TestGrant().withdrawal(in: ledger), .requestRefused(id, at: at))
        },
        RefusalScenario("grant-exists", "a refusal after the grant", on: .banking) { ledger, wrong in
            let granted = wrong ? TestGrant() : TestGrant("另一持有人")
            try ledger.commit([granted.submission(in: ledger)])
            return (TestGrant().refusal(in: ledger), .grantExists(id))
        },
        RefusalScenario("not-the-requested-key", "a refusal by another holder", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            if wrong { grant.holder = TestKey.own("另一持有人") }
            return (grant.refusal(in: ledger), .notTheRequestedKey(grant.holder.publicKey.id))
        },
        RefusalScenario("uses-beyond-scene", "a refusal of a request beyond its scene", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.maxUses = wrong ? 4 : 3
            return (grant.refusal(in: ledger), .usesBeyondScene(asked: 4, limit: 3))
        },
        RefusalScenario("wrong-signature", "a limit by another key", on: .granted) { ledger, wrong in
            let key = wrong ? TestKey.own("另一持有人") : TestGrant().holder
            return (
                TestGrant().limit(uses: 1, in: ledger, by: key), .wrongSignature(key.publicKey.id)
            )
        },
        RefusalScenario("unknown-grant", "a limit of nothing", on: .granted) { ledger, wrong in
            let grant = TestGrant(wrong ? "另一持有人" : "示例持有人")
            return (grant.limit(uses: 1, in: ledger), .unknownGrant(grant.id(in: ledger)))
        },
        RefusalScenario("grant-withdrawn", "a limit of what was withdrawn", on: .granted) { ledger, wrong in
            var at: UInt64 = 0
            if wrong { at = try ledger.commit([TestGrant().withdrawal(in: ledger)]).time }
            return (TestGrant().limit(uses: 1, in: ledger), .grantWithdrawn(id, at: at))
        },
        RefusalScenario("used-up", "a limit when nothing is left", on: .granted) { ledger, wrong in
            let winner = try ledger.countUses(wrong ? 2 : 1)
            return (TestGrant().limit(uses: 1, in: ledger), .usedUp(id, uses: 2, winner: winner))
        },
        RefusalScenario("limit-not-tighter", "as many uses as before", on: .granted) { ledger, wrong in
            (
                TestGrant().limit(uses: wrong ? 2 : 1, in: ledger),
                .limitNotTighter(id, .uses, asked: 2, limit: 2)
            )
        },
        RefusalScenario("limit-not-tighter", "a later end", on: .granted) { ledger, wrong in
            let expiry = ledger.view.grant(id)?.expiry ?? 0
            return (
                TestGrant().limit(expiry: wrong ? expiry : expiry - 1, in: ledger),
                .limitNotTighter(id, .expiry, asked: expiry, limit: expiry)
            )
        },
        RefusalScenario("limit-not-tighter", "a pause that is over", on: .granted) { ledger, wrong in
            let now = ledger.second()
            return (
                TestGrant().limit(pausedUntil: wrong ? now : now + 1, in: ledger),
                .limitNotTighter(id, .pause, asked: now, limit: now)
            )
        },
        RefusalScenario("limit-not-tighter", "a shorter pause", on: .granted) { ledger, wrong in
            let until = ledger.second(after: 300)
            try ledger.commit([TestGrant().limit(pausedUntil: until, in: ledger)])
            return (
                TestGrant().limit(2, pausedUntil: wrong ? until - 60 : until + 60, in: ledger),
                .limitNotTighter(id, .pause, asked: until - 60, limit: until)
            )
        },
        RefusalScenario("grant-expired", "an end that has passed", on: .granted) { ledger, wrong in
            let now = ledger.second()
            return (
                TestGrant().limit(expiry: wrong ? now : now + 1, in: ledger), .grantExpired(id, expiry: now)
            )
        },
        RefusalScenario("wrong-limit-number", "an old limit that comes again", on: .granted) { ledger, wrong in
            try ledger.commit([TestGrant().limit(deposit: SHA256.digest([1]), in: ledger)])
            return (
                TestGrant().limit(wrong ? 1 : 2, deposit: SHA256.digest([2]), in: ledger),
                .wrongLimitNumber(found: 1, expected: 2)
            )
        },
        RefusalScenario("too-many-limits", "one more than a grant can have", on: .granted) { ledger, wrong in
            let last = Grant.maxLimits - (wrong ? 0 : 1)
            for number in 1...last {
                try ledger.commit([TestGrant().limit(number, deposit: SHA256.digest([1]), in: ledger)])
            }
            return (
                TestGrant().limit(last + 1, uses: 1, in: ledger), .tooManyLimits(id, limit: Grant.maxLimits)
            )
        },
        RefusalScenario("grant-paused", "a use in the pause", on: .granted) { ledger, wrong in
            let until = ledger.second(after: 300)
            try ledger.commit([TestGrant().limit(pausedUntil: until, in: ledger)])
            ledger.clock = until * 1_000 - (wrong ? 1 : 0)
            return (TestGrant().use(1, in: ledger), .grantPaused(id, until: until))
        },
    ]
}
