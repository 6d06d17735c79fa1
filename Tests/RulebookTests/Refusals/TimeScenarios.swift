import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let time = [
        RefusalScenario("expired", "the second behind the last one", on: .agencies) { ledger, wrong in
            let last = ledger.second() - (wrong ? 1 : 0)
            return (
                ledger.submission(.anchorNote(.sample), by: .member(.police), notAfter: last),
                .expired(notAfter: last, now: ledger.clock)
            )
        },
        RefusalScenario("not-after-too-far", "more than a minute ahead", on: .agencies) { ledger, wrong in
            let limit = ledger.second(after: 60)
            return (
                ledger.submission(.anchorNote(.sample), by: .member(.police), notAfter: limit + (wrong ? 1 : 0)),
                .notAfterTooFar(notAfter: limit + 1, limit: limit)
            )
        },
        RefusalScenario("not-after-too-far", "governance beyond its own limit", on: .agencies) { ledger, wrong in
            let limit = ledger.second(after: 3_600)
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            return (
                ledger.submission(.suspendMember(act), by: .twoGovernors, notAfter: limit + (wrong ? 1 : 0)),
                .notAfterTooFar(notAfter: limit + 1, limit: limit)
            )
        },
        RefusalScenario("not-after-too-far", "a request open for too long", on: .banking) { ledger, wrong in
            let limit = ledger.second(after: 7_200)
            var grant = TestGrant()
            grant.requestLife = wrong ? 7_201 : 7_200
            return (grant.submission(in: ledger), .notAfterTooFar(notAfter: limit + 1, limit: limit))
        },
        RefusalScenario("already-accepted", "the same statement again", on: .agencies) { ledger, wrong in
            let first = ledger.statement(.anchorNote(.sample), by: .member(.police))
            try ledger.commit([Submission(statement: first)])
            ledger.pass(seconds: 1)
            let again = wrong ? first : ledger.statement(.anchorNote(.sample), by: .member(.police))
            return (Submission(statement: again), .alreadyAccepted(first.id))
        },
    ]
}
