import Consensus
import Ledger
import Signing

/// A validator set whose signatures anybody in a test can make.
struct TestSet {
    let count: Int
    let liars: Int
    var height = Height(1)
    var parent = TestSet.block(0)
    var timeouts = Timeouts(
        propose: 40, proposeGrowth: 20, vote: 10, voteGrowth: 10, limit: 6000, silentProposer: 3)

    init(_ count: Int, liars: Int = 0) {
        self.count = count
        self.liars = liars
    }

    /// A block's id from a number.
    static func block(_ number: Int) -> BlockID {
        BlockID(SHA256.digest(Array("block \(number)".utf8)))
    }

    func setup(own: Int?) -> HeightSetup {
        HeightSetup(
            origin: "test/0123456789abcdef0123456789abcdef", height: height, parent: parent,
            validators: (0..<count).map { StandInSigner($0).key },
            quorum: Quorum(validators: count, liars: liars), own: own,
            validatorsDigest: SHA256.digest([1]), parametersDigest: SHA256.digest([2]), timeouts: timeouts)
    }

    func vote(_ content: VoteContent, by validator: Int) -> Vote {
        Vote(
            content: content, validator: validator,
            signature: StandInSigner(validator).sign(content.signedBytes(in: setup(own: nil))))
    }

    func signatures(_ content: VoteContent, by validators: [Int]) -> [CertificateSignature] {
        validators.map { CertificateSignature(validator: $0, signature: vote(content, by: $0).signature) }
    }

    func prevote(_ round: UInt64, _ block: BlockID?, valid: UInt64? = nil, by validator: Int) -> Vote {
        let round = TestSet.round(round)
        guard let block else { return vote(.prevoteNil(height, round), by: validator) }
        return vote(.prevote(height, round, block, validRound: valid.map(TestSet.round)), by: validator)
    }

    func precommit(_ round: UInt64, _ block: BlockID?, by validator: Int) -> Vote {
        vote(.precommit(height, TestSet.round(round), block), by: validator)
    }

    func polka(_ round: UInt64, _ block: BlockID, valid: UInt64? = nil, by validators: [Int]) -> PolkaCertificate {
        let valid = valid.map(TestSet.round)
        let content = VoteContent.prevote(height, TestSet.round(round), block, validRound: valid)
        return PolkaCertificate(
            height: height, round: TestSet.round(round), block: block, validRound: valid,
            signatures: signatures(content, by: validators))
    }

    func commit(_ round: UInt64, _ block: BlockID, by validators: [Int]) -> CommitCertificate {
        let content = VoteContent.precommit(height, TestSet.round(round), block)
        return CommitCertificate(
            height: height, round: TestSet.round(round), block: block,
            signatures: signatures(content, by: validators))
    }

    func roundEnd(_ round: UInt64, _ precommits: [(Int, BlockID?)]) -> RoundCertificate {
        RoundCertificate(
            height: height, round: TestSet.round(round),
            precommits: precommits.map { validator, block in
                RoundCertificate.Precommit(
                    validator: validator, block: block, signature: precommit(round, block, by: validator).signature)
            })
    }

    func proposal(_ round: UInt64, _ block: BlockID, proof: PolkaCertificate? = nil, by validator: Int? = nil)
        -> Proposal
    {
        let content = VoteContent.proposal(height, TestSet.round(round), block, validRound: proof?.round)
        let proposer = setup(own: nil).proposer(of: TestSet.round(round))
        return Proposal(vote: vote(content, by: validator ?? proposer), proof: proof)
    }

    static func round(_ value: UInt64) -> Round {
        guard let round = Round(value) else { preconditionFailure("round \(value)") }
        return round
    }

    /// A message after its check.
    func checked(_ message: Message) throws -> Input {
        .received(try setup(own: nil).verify(message, with: StandInVerifier()))
    }
}
