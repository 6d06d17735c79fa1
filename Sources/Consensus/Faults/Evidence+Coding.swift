public import Signing

extension Evidence: CBORCodable {
    private enum Code: UInt64 { case duplicateVote = 1, doublePolka, amnesia }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        switch self {
        case .duplicateVote(let first, let second):
            encoder.unsigned(Code.duplicateVote.rawValue)
            first.encode(into: &encoder)
            second.encode(into: &encoder)
        case .doublePolka(let first, let second):
            encoder.unsigned(Code.doublePolka.rawValue)
            first.encode(into: &encoder)
            second.encode(into: &encoder)
        case .amnesia(let commit, let polka):
            encoder.unsigned(Code.amnesia.rawValue)
            commit.encode(into: &encoder)
            polka.encode(into: &encoder)
        }
    }

    /// Refuses parts out of order, and parts that do not contradict each other.
    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        let start = decoder.offset
        let number = try decoder.unsigned()
        guard let code = Code(rawValue: number) else { throw .unknownCode(offset: start, code: number) }
        let found: Evidence?
        let read: Evidence
        switch code {
        case .duplicateVote:
            let first = try Vote(from: &decoder)
            let second = try Vote(from: &decoder)
            read = .duplicateVote(first, second)
            found = Evidence.between(first, second)
        case .doublePolka:
            let first = try PolkaCertificate(from: &decoder)
            let second = try PolkaCertificate(from: &decoder)
            read = .doublePolka(first, second)
            found = Evidence.between(first, second)
        case .amnesia:
            let commit = try CommitCertificate(from: &decoder)
            let polka = try PolkaCertificate(from: &decoder)
            read = .amnesia(commit, polka)
            found = Evidence.between(commit, polka)
        }
        guard found == read else { throw .outOfRange(offset: start) }
        self = read
    }
}

extension HeightSetup {
    /// Checks that this proves what it says about validators of this height.
    public func verify(
        _ evidence: Evidence, with verifier: some VoteVerifier
    ) throws(MessageRefusal) -> Verified<Evidence> {
        guard !evidence.accused.isEmpty else { throw .provesNothing }
        switch evidence {
        case .duplicateVote(let first, let second):
            try check(first, verifier)
            try check(second, verifier)
        case .doublePolka(let first, let second):
            try check(first, verifier)
            try check(second, verifier)
        case .amnesia(let commit, let polka):
            try check(commit, verifier)
            try check(polka, verifier)
        }
        return Verified(checked: evidence)
    }
}
