public import Rulebook
public import Signing

/// A passing of evidence in its making: each term can be altered before it is signed.
public struct TestPassing: Sendable {
    public var grant = TestGrant()
    public var party = TestMember.bank
    public var number: UInt64 = 0
    public var index: UInt64 = 1
    /// Nil: the statement that the ledger has counted, or none.
    public var use: StatementID?
    public var recipient: Recipient
    public var ground = LegalGround.courtOrder.rawValue
    /// Signs a leave; nil: it is passed on for its ground.
    public var leaving: PrivateKey?
    /// For whom the leave is; nil: for the recipient.
    public var left: Recipient?
    /// The leave's life in seconds from the ledger's clock.
    public var leaveLife: UInt64 = 600

    /// For a legal ground to a court outside the ledger.
    public init() { recipient = .outside(TestPassing.court.commitment) }

    /// With the leave of the holder of that grant.
    public init(leaving grant: TestGrant) {
        self.init()
        self.grant = grant
        leaving = grant.named
    }

    /// The name behind the commitment.
    public static let court: RecipientName = {
        guard let name = RecipientName("示例法院", salt: [UInt8](repeating: 7, count: 32)) else {
            preconditionFailure("32 bytes are a salt")
        }
        return name
    }()

    /// The act.
    public func act(in ledger: TestLedger) -> PassEvidence {
        let id = grant.id(in: ledger)
        let counted = ledger.view.grant(id)?.counted ?? []
        let known = index > 0 && index <= UInt64(counted.count) ? counted[Int(index) - 1].statement : nil
        return PassEvidence(
            grant: id, number: number, index: index, use: use ?? known ?? StatementID(.zero), recipient: recipient,
            basis: basis(in: ledger))
    }

    private func basis(in ledger: TestLedger) -> PassingBasis {
        guard let key = leaving else { return .ground(ground, caseCommitment: .test("示例案件 \(number)")) }
        return .leave(
            PassingLeave(
                index: index, to: left ?? recipient, notAfter: ledger.second(after: leaveLife),
                origin: ledger.network.origin, by: key))
    }

    /// The act, signed.
    public func submission(in ledger: TestLedger) -> Submission {
        ledger.submission(.passEvidence(act(in: ledger)), by: .member(party))
    }
}
