import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let catalogue = [
        RefusalScenario("type-exists", "a code that is taken", on: .members) { ledger, wrong in
            let first: TestType = wrong ? .identity : .marriage
            try ledger.register([first])
            let act = RegisterType(sequence: ledger.sequence, type: TestType.identity.definition())
            return (ledger.submission(.registerType(act), by: .twoGovernors), .typeExists(TestType.identity.code))
        },
        RefusalScenario("unknown-member", "a type without owner", on: .members) { ledger, wrong in
            if !wrong { try ledger.commit([.registerMember(ledger.ghost)], by: .allGovernors) }
            let type = DocumentType(
                code: TestType.identity.code, owner: ledger.ghost.member, name: TestMember.police.details.name,
                level: TestType.identity.definition().level, updateFrequencyDays: 30, fields: [])
            let act = RegisterType(sequence: ledger.sequence, type: type)
            return (ledger.submission(.registerType(act), by: .twoGovernors), .unknownMember("ghost"))
        },
        RefusalScenario("unknown-type", "an update of a code that nobody has", on: .members) { ledger, wrong in
            if !wrong { try ledger.register([.identity]) }
            let act = UpdateType(version: 2, type: TestType.identity.definition())
            return (ledger.submission(.updateType(act), by: .member(.police)), .unknownType(TestType.identity.code))
        },
        RefusalScenario("unknown-type", "documents of a code that nobody has", on: .agencies) { ledger, wrong in
            let code = wrong ? TypeCode(checked: "NOTHING") : TestType.identity.code
            let issue = TestIssue()
            let act = IssueDocuments(type: code, typeVersion: 1, count: 1, root: issue.trueRoot)
            let statement = ledger.statement(.issueDocuments(act), by: .member(.police))
            return (Submission(statement: statement, records: issue.records), .unknownType(code))
        },
        RefusalScenario("type-retired", "documents of a type that is over", on: .agencies) { ledger, wrong in
            try ledger.retire(wrong ? .identity : .marriage)
            return (TestIssue().submission(in: ledger), .typeRetired(TestType.identity.code))
        },
        RefusalScenario("type-retired", "an update of a type that is over", on: .agencies) { ledger, wrong in
            try ledger.retire(wrong ? .identity : .marriage)
            let act = UpdateType(version: 2, type: TestType.identity.definition())
            return (ledger.submission(.updateType(act), by: .member(.police)), .typeRetired(TestType.identity.code))
        },
        RefusalScenario("type-retired", "retired a second time", on: .agencies) { ledger, wrong in
            try ledger.retire(wrong ? .identity : .marriage)
            let act = RetireType(code: TestType.identity.code)
            return (ledger.submission(.retireType(act), by: .member(.police)), .typeRetired(TestType.identity.code))
        },
        RefusalScenario("not-owner", "another agency's type", on: .agencies) { ledger, wrong in
            let act = Accredit(
                code: TestType.identity.code, issuer: TestMember.police.id, period: Period(from: 0, until: nil))
            return (
                ledger.submission(.accredit(act), by: .member(wrong ? .civilAffairs : .police)),
                .notOwner(TestType.identity.code, owner: TestMember.police.id)
            )
        },
        RefusalScenario("not-owner", "an update that gives the type away", on: .agencies) { ledger, wrong in
            let type = TestType.identity.definition(owner: wrong ? .civilAffairs : .police)
            return (
                ledger.submission(.updateType(UpdateType(version: 2, type: type)), by: .member(.police)),
                .notOwner(TestType.identity.code, owner: TestMember.police.id)
            )
        },
        RefusalScenario("wrong-type-version", "a version left out", on: .agencies) { ledger, wrong in
            let act = UpdateType(version: wrong ? 3 : 2, type: TestType.identity.definition())
            return (
                ledger.submission(.updateType(act), by: .member(.police)), .wrongTypeVersion(found: 3, expected: 2)
            )
        },
        RefusalScenario("wrong-type-version", "documents of a version to come", on: .agencies) { ledger, wrong in
            var issue = TestIssue()
            issue.typeVersion = wrong ? 2 : 1
            return (issue.submission(in: ledger), .wrongTypeVersion(found: 2, expected: 1))
        },
        RefusalScenario("wrong-type-version", "documents of version 0", on: .agencies) { ledger, wrong in
            var issue = TestIssue()
            issue.typeVersion = wrong ? 0 : 1
            return (issue.submission(in: ledger), .wrongTypeVersion(found: 0, expected: 1))
        },
        RefusalScenario("not-accredited", "documents of another agency's type", on: .agencies) { ledger, wrong in
            if !wrong { try ledger.accredit(.realEstate, for: .identity) }
            var issue = TestIssue()
            issue.issuer = .realEstate
            return (
                issue.submission(in: ledger), .notAccredited(TestMember.realEstate.id, TestType.identity.code)
            )
        },
        RefusalScenario("unknown-member", "an accreditation of nobody", on: .members) { ledger, wrong in
            try ledger.register([.identity])
            if !wrong { try ledger.commit([.registerMember(ledger.ghost)], by: .allGovernors) }
            let act = Accredit(
                code: TestType.identity.code, issuer: MemberID(checked: "ghost"), period: Period(from: 0, until: nil))
            return (ledger.submission(.accredit(act), by: .member(.police)), .unknownMember("ghost"))
        },
    ]
}

extension TestLedger {
    /// The registration of a member that no fixture has.
    var ghost: RegisterMember {
        RegisterMember(
            sequence: sequence, member: MemberID(checked: "ghost"), details: TestMember.police.details(keys: []))
    }

    mutating func retire(_ type: TestType) throws {
        try commit([.retireType(RetireType(code: type.code))], by: .member(type.owner))
    }
}
