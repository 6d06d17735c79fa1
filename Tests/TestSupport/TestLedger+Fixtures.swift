public import Ledger
import Replication
public import Rulebook
import Signing

extension TestLedger {
    /// All test members registered, in force at once.
    public static let members = fixture(TestLedger()) { ledger in
        try ledger.register(TestMember.allCases)
    }

    /// The same with the test types, each accredited for its owner.
    public static let agencies = fixture(members) { ledger in
        try ledger.register(TestType.allCases)
        for type in TestType.allCases { try ledger.accredit(type.owner, for: type) }
    }

    /// The same with the bank's scene, which the regulator has approved.
    public static let banking = fixture(agencies) { ledger in try ledger.open(TestScene.loan) }

    /// The same with a holder's grant of two uses to the bank: `TestGrant()`.
    public static let granted = fixture(banking) { ledger in
        try ledger.commit([TestGrant().submission(in: ledger)])
    }

    /// The desks of `banking` where a party may have two grants open and pass on two uses of closed ones, an issuer one
    /// correction and a member two sealed disclosures, with the four documents of `minted`.
    public static let tight: TestLedger = {
        var parameters = TestNetwork.small
        parameters.openGrants = 2
        parameters.openCorrections = 1
        parameters.sealedDisclosures = 2
        parameters.closedPassings = 2
        return fixture(TestLedger(TestNetwork.network(parameters: parameters))) { ledger in
            try ledger.openDesks()
            try ledger.commit([TestIssue(4).submission(in: ledger)])
        }
    }()

    /// The desks of `banking` on four nodes, of which one may lie.
    public static let fourBanking = fixture(fourNodes) { ledger in try ledger.openDesks() }

    /// Members, types and the bank's scene, as in `banking`.
    private mutating func openDesks() throws {
        try register(TestMember.allCases)
        try register(TestType.allCases)
        for type in TestType.allCases { try accredit(type.owner, for: type) }
        try open(TestScene.loan)
    }

    /// The same with four identity documents: `TestIssue(4)`.
    public static let minted = fixture(granted) { ledger in
        try ledger.commit([TestIssue(4).submission(in: ledger)])
    }

    /// Where a record of the last manifest stands.
    public func record(_ position: Int) -> LeafIndex {
        guard let manifest = blocks.last(where: { !$0.manifests.isEmpty })?.manifests.last else {
            preconditionFailure("nothing was minted")
        }
        return manifest.index.advanced(by: UInt64(position) + 1)
    }

    /// Registers members, in force at once.
    public mutating func register(_ members: [TestMember]) throws {
        for member in members {
            let act = RegisterMember(sequence: sequence, member: member.id, details: member.details)
            try commit([.registerMember(act)], by: .allGovernors)
        }
    }

    /// Declares a scene, and has the regulator approve it when it needs that.
    public mutating func open(_ scene: Scene, of party: TestMember = .bank) throws {
        try commit([.declareScene(DeclareScene(scene: scene))], by: .member(party))
        if !scene.isUnconditional {
            try commit([.approveScene(approval(of: scene, by: party))], by: .member(.regulator))
        }
    }

    /// What a regulator signs of a party's scene.
    public func approval(of scene: Scene, by party: TestMember = .bank) -> ApproveScene {
        ApproveScene(party: party.id, code: scene.code, scene: scene.digest)
    }

    /// Registers types.
    public mutating func register(_ types: [TestType]) throws {
        for type in types {
            let act = RegisterType(sequence: sequence, type: type.definition())
            try commit([.registerType(act)], by: .twoGovernors)
        }
    }

    /// Lets a type's owner accredit an issuer, without end unless one is set.
    public mutating func accredit(_ issuer: TestMember, for type: TestType, until: UInt64? = nil) throws {
        let act = Accredit(code: type.code, issuer: issuer.id, period: Period(from: 0, until: until))
        try commit([.accredit(act)], by: .member(type.owner))
    }

    private static func fixture(_ ledger: TestLedger, _ build: (inout TestLedger) throws -> Void) -> TestLedger {
        var ledger = ledger
        do { try build(&ledger) } catch { preconditionFailure("a fixture is refused: \(error)") }
        return ledger
    }
}
