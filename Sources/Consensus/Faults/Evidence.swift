public import Ledger
import Signing

/// Proof that validators broke a promise; a pure function of its bytes and of the height's validator set.
///
/// One offence gives one encoding: the two parts stand in the order of their bytes.
public enum Evidence: Hashable, Sendable {
    /// Two different votes of one validator for one height, round and step.
    case duplicateVote(Vote, Vote)
    /// Two quorums of prevotes in one round that differ: everyone in both lied.
    case doublePolka(PolkaCertificate, PolkaCertificate)
    /// Who precommitted A in round r1 locked it; in r2 > r1 nobody honest prevotes B with a valid round below r1.
    case amnesia(CommitCertificate, PolkaCertificate)

    public var height: Height {
        switch self {
        case .duplicateVote(let vote, _): vote.content.height
        case .doublePolka(let polka, _): polka.height
        case .amnesia(let commit, _): commit.height
        }
    }

    /// Who is proven to have lied, in ascending order; empty when this proves nothing.
    public var accused: [Int] {
        switch self {
        case .duplicateVote(let first, let second):
            Evidence.contradict(first, second) ? [first.validator] : []
        case .doublePolka(let first, let second):
            Evidence.contradict(first, second) ? Evidence.common(first.signatures, second.signatures) : []
        case .amnesia(let commit, let polka):
            Evidence.contradict(commit, polka) ? Evidence.common(commit.signatures, polka.signatures) : []
        }
    }

    /// What two votes prove; nil when one honest validator may have signed both.
    public static func between(_ first: Vote, _ second: Vote) -> Evidence? {
        guard contradict(first, second) else { return nil }
        let ordered = isOrdered(first, second)
        return ordered ? .duplicateVote(first, second) : .duplicateVote(second, first)
    }

    /// What two polkas prove; nil when nobody need have lied.
    public static func between(_ first: PolkaCertificate, _ second: PolkaCertificate) -> Evidence? {
        guard contradict(first, second), !common(first.signatures, second.signatures).isEmpty else { return nil }
        let ordered = isOrdered(first, second)
        return ordered ? .doublePolka(first, second) : .doublePolka(second, first)
    }

    /// What a decision and a later polka prove; nil when nobody need have lied.
    public static func between(_ commit: CommitCertificate, _ polka: PolkaCertificate) -> Evidence? {
        guard contradict(commit, polka), !common(commit.signatures, polka.signatures).isEmpty else { return nil }
        return .amnesia(commit, polka)
    }

    /// What two decisions of one round prove: a pair of precommits for each validator in both.
    public static func between(_ first: CommitCertificate, _ second: CommitCertificate) -> [Evidence] {
        guard first.height == second.height, first.round == second.round, first.block != second.block else { return [] }
        return common(first.signatures, second.signatures).compactMap { validator in
            guard let one = first.vote(of: validator), let other = second.vote(of: validator) else { return nil }
            return between(one, other)
        }
    }
}

extension Evidence {
    private static func contradict(_ first: Vote, _ second: Vote) -> Bool {
        let one = first.content
        let other = second.content
        // A proposer who offers two blocks cannot break agreement: that is told in the log, not punished.
        return one.kind != .proposal && first.validator == second.validator && one.kind == other.kind
            && one.height == other.height && one.round == other.round && one != other
    }

    private static func contradict(_ first: PolkaCertificate, _ second: PolkaCertificate) -> Bool {
        first.height == second.height && first.round == second.round && first.content != second.content
    }

    private static func contradict(_ commit: CommitCertificate, _ polka: PolkaCertificate) -> Bool {
        guard commit.height == polka.height, commit.block != polka.block, commit.round < polka.round else {
            return false
        }
        return polka.content.validRound.map { $0 < commit.round } ?? true
    }

    /// Validators in both lists; the lists ascend.
    private static func common(_ first: [CertificateSignature], _ second: [CertificateSignature]) -> [Int] {
        first.map(\.validator).filter { validator in second.contains { $0.validator == validator } }
    }

    /// True when the first stands before the second: one offence has one encoding.
    static func isOrdered(_ first: some CBORCodable, _ second: some CBORCodable) -> Bool {
        first.encoded.lexicographicallyPrecedes(second.encoded)
    }
}

extension CommitCertificate {
    fileprivate func vote(of validator: Int) -> Vote? {
        signatures.first { $0.validator == validator }
            .map { Vote(content: content, validator: validator, signature: $0.signature) }
    }
}
