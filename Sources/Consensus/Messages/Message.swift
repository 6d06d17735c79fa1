public import Ledger
public import Signing

/// What validators send each other to agree.
public enum Message: Hashable, Sendable {
    case proposal(Proposal)
    /// A prevote or a precommit.
    case vote(Vote)
    case polka(PolkaCertificate)
    case round(RoundCertificate)
    case commit(CommitCertificate)

    /// The most bytes of a message: a proposal with a proof of 63 signatures takes far less.
    public static let maxByteCount = 16_384

    public var height: Height {
        switch self {
        case .proposal(let proposal): proposal.vote.content.height
        case .vote(let vote): vote.content.height
        case .polka(let polka): polka.height
        case .round(let certificate): certificate.height
        case .commit(let commit): commit.height
        }
    }

    public var round: Round {
        switch self {
        case .proposal(let proposal): proposal.round
        case .vote(let vote): vote.content.round
        case .polka(let polka): polka.round
        case .round(let certificate): certificate.round
        case .commit(let commit): commit.round
        }
    }
}

extension Message: CBORCodable {
    private enum Code: UInt64 { case proposal = 1, vote, polka, round, commit }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        switch self {
        case .proposal(let proposal):
            encoder.unsigned(Code.proposal.rawValue)
            proposal.encode(into: &encoder)
        case .vote(let vote):
            encoder.unsigned(Code.vote.rawValue)
            vote.encode(into: &encoder)
        case .polka(let polka):
            encoder.unsigned(Code.polka.rawValue)
            polka.encode(into: &encoder)
        case .round(let certificate):
            encoder.unsigned(Code.round.rawValue)
            certificate.encode(into: &encoder)
        case .commit(let commit):
            encoder.unsigned(Code.commit.rawValue)
            commit.encode(into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        let start = decoder.offset
        let number = try decoder.unsigned()
        guard let code = Code(rawValue: number) else { throw .unknownCode(offset: start, code: number) }
        switch code {
        case .proposal: self = .proposal(try Proposal(from: &decoder))
        case .vote: self = .vote(try Vote(from: &decoder))
        case .polka: self = .polka(try PolkaCertificate(from: &decoder))
        case .round: self = .round(try RoundCertificate(from: &decoder))
        case .commit: self = .commit(try CommitCertificate(from: &decoder))
        }
    }
}
