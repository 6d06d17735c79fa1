import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct CatalogueTests {
    @Test func `documents of every version up to the one in force can be issued`() throws {
        var ledger = TestLedger.agencies
        for version in UInt64(2)...4 {
            let paths = TestType.paths + (2...version).map { "KZ_\($0)" }
            let act = UpdateType(version: version, type: TestType.identity.definition(paths: paths))
            try ledger.commit([.updateType(act)], by: .member(.police))
        }
        for version in UInt64(0)...5 {
            var issue = TestIssue(1, name: "版本 \(version)")
            issue.typeVersion = version
            let attempt = try ledger.attempt(issue.submission(in: ledger))
            let isKnown = (1...4).contains(version)
            #expect(
                attempt == (isKnown ? .accepted : .refused(.wrongTypeVersion(found: version, expected: 4))))
        }
    }

    @Test func `a scene asks for fields of the version in force`() throws {
        var ledger = TestLedger.agencies
        let scene = TestScene.scene(fields: [TestType.identity.asked(["KZ_XX"])])
        let sent = { (ledger: TestLedger) in
            ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank))
        }
        let refusal = Refusal.unknownField(TestType.identity.code, path: "KZ_XX")
        #expect(try ledger.attempt(sent(ledger)) == .refused(refusal))
        let act = UpdateType(version: 2, type: TestType.identity.definition(paths: ["KZ_XX"]))
        try ledger.commit([.updateType(act)], by: .member(.police))
        #expect(try ledger.attempt(sent(ledger)) == .accepted)
    }

    @Test(arguments: [
        (UInt64(0), UInt64?.none, true), (0, 100, false), (0, 101, true), (100, nil, true), (101, nil, false),
        (100, 100, false), (100, 101, true),
    ])
    func `an accreditation covers its period, its first second and not its last`(
        _ from: UInt64, _ until: UInt64?, _ covers: Bool
    ) throws {
        var ledger = TestLedger.agencies
        let start = ledger.second()
        let period = Period(from: from == 0 ? 0 : start + from, until: until.map { start + $0 })
        let act = Accredit(code: TestType.identity.code, issuer: TestMember.police.id, period: period)
        try ledger.commit([.accredit(act)], by: .member(.police))
        ledger.clock = (start + 100) * 1_000
        let attempt = try ledger.attempt(TestIssue().submission(in: ledger))
        let refusal = Refusal.notAccredited(TestMember.police.id, TestType.identity.code)
        #expect(attempt == (covers ? .accepted : .refused(refusal)))
    }

    @Test func `a new accreditation takes the place of the old one`() throws {
        var ledger = TestLedger.agencies
        try ledger.accredit(.realEstate, for: .identity)
        try ledger.accredit(.realEstate, for: .identity, until: ledger.second())
        var issue = TestIssue()
        issue.issuer = .realEstate
        let refusal = Refusal.notAccredited(TestMember.realEstate.id, TestType.identity.code)
        #expect(try ledger.attempt(issue.submission(in: ledger)) == .refused(refusal))
        #expect(ledger.state.tree.count(kind: StateKind.accreditation.rawValue) == 4)
    }

    @Test func `an issuer that lost its accreditation can still revoke`() throws {
        var ledger = TestLedger.minted
        try ledger.accredit(.police, for: .identity, until: ledger.second())
        #expect(try ledger.attempt(ledger.status(.revoked, of: 1)) == .accepted)
    }

    @Test func `types, members and scenes are listed in the order of their names`() throws {
        var ledger = TestLedger.banking
        for code in ["zz", "a", "mortgage"] {
            try ledger.commit([.declareScene(DeclareScene(scene: TestScene.scene(code)))], by: .member(.bank))
        }
        try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.notary))
        #expect(ledger.view.types().map(\.type.code.text) == TestType.allCases.map(\.rawValue).sorted())
        #expect(ledger.view.members().map(\.id) == ledger.view.members().map(\.id).sorted())
        #expect(
            ledger.view.scenes().map { $0.party.text + "/" + $0.entry.scene.code.text }
                == ["bank/a", "bank/loan", "bank/mortgage", "bank/zz", "notary/loan"])
    }

    @Test func `a status tells state, time and block`() throws {
        var ledger = TestLedger.minted
        let commitment = TestIssue(4).records[2].commitment
        #expect(ledger.view.status(issuer: TestMember.police.id, commitment: commitment) == nil)
        for state in [DocumentState.suspended, .inForce, .suspended, .superseded] {
            let head = try ledger.commit([ledger.status(state, of: 2)])
            let entry = StatusEntry(state: state, since: head.time, height: head.height)
            #expect(ledger.view.status(issuer: TestMember.police.id, commitment: commitment) == entry)
        }
        #expect(ledger.view.status(issuer: TestMember.realEstate.id, commitment: commitment) == nil)
    }
}
