import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let signers = [
        RefusalScenario("unknown-member", "nobody's name", on: .agencies) { ledger, wrong in
            let id = wrong ? MemberID(checked: "nobody") : TestMember.police.id
            return (
                ledger.submission(.anchorNote(.sample), by: .member(id, TestMember.police.key)),
                .unknownMember("nobody")
            )
        },
        RefusalScenario("unknown-member", "a name that no member can have", on: .agencies) { ledger, wrong in
            let id = MemberID(checked: wrong ? "Police" : "police")
            return (
                ledger.submission(.anchorNote(.sample), by: .member(id, TestMember.police.key)),
                .unknownMember("Police")
            )
        },
        RefusalScenario("member-not-yet-effective", "before the published delay", on: .agencies) { ledger, wrong in
            let id = MemberID(checked: "latecomer")
            let act = RegisterMember(sequence: ledger.sequence, member: id, details: TestMember.police.details)
            let from = try ledger.commit([.registerMember(act)], by: .twoGovernors).time + 5_000
            ledger.clock = wrong ? from - 1 : from
            return (
                ledger.submission(.anchorNote(.sample), by: .member(id, TestMember.police.key)),
                .memberNotYetEffective(id, from: from)
            )
        },
        RefusalScenario("member-suspended", "an issue after a suspension", on: .agencies) { ledger, wrong in
            let member: TestMember = wrong ? .police : .notary
            let act = SuspendMember(sequence: ledger.sequence, member: member.id)
            let since = try ledger.commit([.suspendMember(act)], by: .twoGovernors).time
            return (TestIssue().submission(in: ledger), .memberSuspended(TestMember.police.id, since: since))
        },
        RefusalScenario("member-suspended", "a grant to a suspended party", on: .banking) { ledger, wrong in
            let member: TestMember = wrong ? .bank : .notary
            let act = SuspendMember(sequence: ledger.sequence, member: member.id)
            let since = try ledger.commit([.suspendMember(act)], by: .twoGovernors).time
            return (TestGrant().submission(in: ledger), .memberSuspended(TestMember.bank.id, since: since))
        },
        RefusalScenario("unknown-key", "another member's key", on: .agencies) { ledger, wrong in
            let key = wrong ? TestMember.notary.key : TestMember.police.key
            return (
                ledger.submission(.anchorNote(.sample), by: .member(TestMember.police.id, key)),
                .unknownKey(key.publicKey.id)
            )
        },
        RefusalScenario("unknown-key", "a key that is no governor's", on: .agencies) { ledger, wrong in
            let other = wrong ? TestKey.own("governor") : TestNetwork.governors()[2]
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            let keys = TestNetwork.governors().prefix(2) + [other]
            return (
                ledger.submission(.suspendMember(act), by: .governance(Array(keys))), .unknownKey(other.publicKey.id)
            )
        },
        RefusalScenario("key-not-valid", "the second at which a key ends", on: .agencies) { ledger, wrong in
            let until = ledger.second(after: 10)
            try ledger.replaceKeys(of: .police, [.init(key: TestMember.police.key.publicKey, from: 0, until: until)])
            ledger.clock = wrong ? until * 1_000 : until * 1_000 - 1
            return (
                ledger.submission(.anchorNote(.sample), by: .member(.police)),
                .keyNotValid(TestMember.police.key.publicKey.id, from: 0, until: until)
            )
        },
        RefusalScenario("key-not-valid", "the second before a key begins", on: .agencies) { ledger, wrong in
            let from = ledger.second(after: 10)
            try ledger.replaceKeys(of: .police, [.init(key: TestMember.police.key.publicKey, from: from, until: nil)])
            ledger.clock = wrong ? from * 1_000 - 1 : from * 1_000
            return (
                ledger.submission(.anchorNote(.sample), by: .member(.police)),
                .keyNotValid(TestMember.police.key.publicKey.id, from: from, until: nil)
            )
        },
        RefusalScenario("missing-role", "a scene of an issuer", on: .agencies) { ledger, wrong in
            let act = DeclareScene(scene: TestScene.loan)
            return (
                ledger.submission(.declareScene(act), by: .member(wrong ? .police : .bank)),
                .missingRole(TestMember.police.id, .relyingParty)
            )
        },
        RefusalScenario("missing-role", "an accreditation of a bank", on: .agencies) { ledger, wrong in
            let issuer: TestMember = wrong ? .bank : .realEstate
            let act = Accredit(code: TestType.identity.code, issuer: issuer.id, period: Period(from: 0, until: nil))
            return (
                ledger.submission(.accredit(act), by: .member(.police)), .missingRole(TestMember.bank.id, .issuer)
            )
        },
    ]
}

extension TestLedger {
    /// Gives a member other keys, at once.
    mutating func replaceKeys(of member: TestMember, _ keys: [MemberKey]) throws {
        let act = UpdateMember(
            sequence: sequence, member: member.id, details: member.details(keys: keys), reinstates: false)
        try commit([.updateMember(act)], by: .allGovernors)
    }
}
