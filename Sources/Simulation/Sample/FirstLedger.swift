import Consensus
public import Ledger
import Replication
public import Rulebook
import Signing

/// The ledger at which every run begins: members, a type, a scene and grants of one use each.
public struct FirstLedger: Sendable {
    public let network: Network
    public private(set) var state: LedgerState
    public private(set) var frontier = LogFrontier()
    /// Every leaf so far.
    public private(set) var leaves: [[UInt8]] = []
    private(set) var head: TreeHead
    /// Statements for clients of a run.
    private(set) var stock = StatementStock()

    /// The moment at which runs begin, in ms.
    public var clock: UInt64 { state.head.time + 1_000 }

    /// The ledger of so many sample validators.
    public static func of(_ validators: Int) -> FirstLedger {
        switch validators {
        case 1: one
        case 2: two
        case 3: three
        case 4: four
        case 7: seven
        case _: FirstLedger(validators)
        }
    }

    private static let one = FirstLedger(1)
    private static let two = FirstLedger(2)
    private static let three = FirstLedger(3)
    private static let four = FirstLedger(4)
    private static let seven = FirstLedger(7)

    private init(_ validators: Int) {
        network = SampleNetwork.network(validators)
        state = LedgerState(network: network)
        head = frontier.head
        do {
            for member in [SampleMember.police, SampleMember.bank] { try commit([member.registration(on: self)]) }
            try commit([SampleMember.police.type(on: self)])
            try commit([SampleMember.bank.scene(on: self)])
            try commit((0..<StatementStock.grantCount).map { try SampleGrant($0).submission(on: self) })
        } catch { preconditionFailure("the first ledger is refused: \(error)") }
        stock = StatementStock(on: self)
    }

    /// A second after the run's beginning, or so many more.
    func second(after seconds: UInt64) -> UInt64 { clock / 1_000 + seconds }

    private mutating func commit(_ submissions: [Submission]) throws {
        var admitted: [CheckedStatement] = []
        for submission in submissions {
            let read = try ReadStatement(submission, for: network)
            admitted.append(try CheckedStatement(read, recorded: nil, in: state.view, now: clock))
        }
        let proposal = BlockProposal(admitted, on: state, after: frontier, time: clock, proposer: 0)
        if let refused = proposal.refused.first { throw refused.refusal }
        for run in proposal.block.runs { leaves += try EntryBundle.parse(run).map { Array($0) } }
        frontier = proposal.block.frontier
        head = frontier.head
        state.take(proposal.block.executed)
    }
}

extension FirstLedger {
    /// The decision of its last block, signed by all validators.
    func commit(by sign: (_ validator: Int, _ message: [UInt8]) -> [UInt8]) -> CommitCertificate {
        let head = state.head
        let content = VoteContent.precommit(head.height, .zero, head.id)
        let message = content.signedBytes(in: setup(at: head.height, parent: head.id))
        return CommitCertificate(
            height: head.height, round: .zero, block: head.id,
            signatures: network.genesis.validators.indices.map {
                CertificateSignature(validator: $0, signature: sign($0, message))
            })
    }

    /// By what a height is decided, for one who only looks.
    func setup(at height: Height, parent: BlockID) -> HeightSetup {
        HeightSetup(
            origin: network.origin, height: height, parent: parent,
            validators: network.genesis.validators.map(\.keys.vote), quorum: network.quorum, own: nil,
            validatorsDigest: network.validatorsDigest, parametersDigest: network.parametersDigest, timeouts: .local)
    }
}
