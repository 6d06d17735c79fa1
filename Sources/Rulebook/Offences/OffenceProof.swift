public import Consensus
public import Ledger
public import Signing

/// What proves an offence: a pure function of its bytes and of the validators of its height.
public enum OffenceProof: Hashable, Sendable {
    case votes(Evidence)
    case heads(CosignedHeads)

    /// The height whose validators it is about.
    public var height: Height {
        switch self {
        case .votes(let evidence): evidence.height
        case .heads(let heads): heads.height
        }
    }

    /// Heights below the newest that are remembered: what is older is no more looked at.
    public static let maxAge: UInt64 = 100_000

    /// Refuses unless every signature in it is true for the epoch's validators.
    func check(_ network: Network) throws(Refusal) {
        switch self {
        case .votes(let evidence):
            let setup = network.heightSetup(evidence.height, parent: BlockID(.zero), own: nil, timeouts: .local)
            guard (try? setup.verify(evidence, with: Ed25519Verifier())) != nil else { throw .offenceUnproven }
        case .heads(let heads):
            guard heads.isTrue(in: network) else { throw .offenceUnproven }
        }
    }

    /// The offences that it proves, with the key of each offender, in the order of the set.
    public func offences(by validators: [Validator]) -> [(offence: Offence, key: PublicKey)] {
        let (accused, kind, place, round) = facts
        return accused.filter(validators.indices.contains).map { index in
            let validator = validators[index]
            return (
                Offence(member: validator.member, kind: kind, place: place, round: round), validator.keys.vote
            )
        }
    }

    /// Places of the validators that it convicts, in the set of its height.
    public var accused: [Int] { facts.accused }

    private var facts: (accused: [Int], kind: Offence.Kind, place: UInt64, round: UInt64) {
        switch self {
        case .heads(let heads): return ([heads.validator], .heads, heads.size, 0)
        case .votes(let evidence):
            let height = evidence.height.value
            switch evidence {
            case .duplicateVote(let vote, _):
                let kind: Offence.Kind = vote.content.kind == .prevote ? .prevotes : .precommits
                return (evidence.accused, kind, height, vote.content.round.value)
            case .doublePolka(let polka, _): return (evidence.accused, .polkas, height, polka.round.value)
            case .amnesia(let commit, _): return (evidence.accused, .amnesia, height, commit.round.value)
            }
        }
    }
}

extension OffenceProof: CBORCodable {
    private enum Code: UInt64 { case votes = 1, heads }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        switch self {
        case .votes(let evidence):
            encoder.unsigned(Code.votes.rawValue)
            evidence.encode(into: &encoder)
        case .heads(let heads):
            encoder.unsigned(Code.heads.rawValue)
            heads.encode(into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        let start = decoder.offset
        let number = try decoder.unsigned()
        guard let code = Code(rawValue: number) else { throw .unknownCode(offset: start, code: number) }
        self =
            switch code {
            case .votes: .votes(try Evidence(from: &decoder))
            case .heads: .heads(try CosignedHeads(from: &decoder))
            }
    }
}

extension StateView {
    /// At f = 0: places of the validators in office that are proven liars. Elsewhere nobody is shut out.
    public var quarantined: [Int] {
        guard network.quorum.liars == 0 else { return [] }
        let liars = offences().map(\.entry.key)
        return network.validators.indices.filter { liars.contains(network.validators[$0].keys.vote) }
    }
}
