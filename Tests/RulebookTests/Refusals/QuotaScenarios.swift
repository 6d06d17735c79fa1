import Ledger
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
        RefusalScenario("too-many-sealed", "one more than a member may have sealed", on: .tight) { ledger, wrong in
            let until = ledger.head.height.value + 100
            for name in ["甲", "乙"] where wrong || name == "甲" {
                try ledger.commit([TestDisclosure(sealedUntil: until, name).submission(in: ledger, salt: name)])
            }
            return (
                TestDisclosure(sealedUntil: until).submission(in: ledger),
                .tooManySealed(TestMember.police.id, limit: 2)
            )
        },
        RefusalScenario("too-many-passings", "one more than a party may pass on of closed grants", on: .tight) {
            ledger, wrong in
            for name in ["甲", "乙"] where wrong || name == "甲" {
                var passing = TestPassing()
                passing.grant = TestGrant(name)
                try ledger.commit([passing.submission(in: ledger)])
            }
            return (TestPassing().submission(in: ledger), .tooManyPassings(TestMember.bank.id, limit: 2))
        },
    ]
}
