import Rulebook
import TestSupport

extension RefusalScenario {
    static let quotas = [
        RefusalScenario("too-many-open-grants", "one more than a party may have open", on: .tight) { ledger, wrong in
            try ledger.commit([TestGrant("甲").submission(in: ledger)])
            if wrong { try ledger.commit([TestGrant("乙").submission(in: ledger)]) }
            return (TestGrant().submission(in: ledger), .tooManyOpenGrants(TestMember.bank.id, limit: 2))
        },
        RefusalScenario("too-many-open-corrections", "one more than an issuer has to answer", on: .tight) {
            ledger, wrong in
            if wrong { try ledger.commit([TestCorrection(1).opening(at: ledger.record(1), in: ledger)]) }
            return (
                TestCorrection().opening(at: ledger.record(0), in: ledger),
                .tooManyOpenCorrections(TestMember.police.id, limit: 1)
            )
        },
    ]
}
