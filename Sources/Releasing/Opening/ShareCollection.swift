import Signing

/// The shares of one secret as they come in from the validators, until there is a quorum of good ones.
///
/// A share that does not hash to the manifest's commitment is dropped, and is evidence against the validator that
/// signed it.
public struct ShareCollection: Sendable {
    public let manifest: DepositManifest
    public let index: SecretIndex
    let set: DealtSet
    /// The good shares, in the order of their positions.
    public private(set) var shares: [KeyShare] = []
    /// What was proven against validators so far.
    public private(set) var faults: [FaultEvidence] = []
    private let digest: Digest

    /// What became of an answer.
    public enum Outcome: Sendable {
        /// The share is good, or was there already.
        case kept
        /// The share is false: signed evidence, good before anybody.
        case falseShare(FaultEvidence)
    }

    /// A collection for one secret of a deposit that was dealt to this set; nil when it was dealt to another, or has
    /// no such secret.
    public init?(of manifest: DepositManifest, _ index: SecretIndex, from set: DealtSet) {
        guard manifest.context.set == set.digest, manifest.count == set.validators.count,
            manifest.quorum == set.quorum, manifest.commitments(index) != nil
        else { return nil }
        self.manifest = manifest
        self.index = index
        self.set = set
        digest = manifest.digest
    }

    /// True when there are enough good shares.
    public var isComplete: Bool { shares.count >= manifest.quorum }

    /// Validators that have given neither a good share nor a false one.
    public var missing: [Position] {
        self.set.positions.filter { position in
            !shares.contains { $0.position == position } && !blamed.contains(position)
        }
    }

    private var blamed: [Position] { faults.compactMap(\.position) }

    /// Takes a validator's answer: keeps its share, or makes evidence of it. What proves nothing is refused.
    public mutating func take(_ received: ReceivedAnswer) throws(AnswerRefusal) -> Outcome {
        guard let position = set.position(of: received.member) else { throw .stranger(received.member) }
        guard let entry = received.entry(digest, index) else { throw .nothingOf(manifest: digest, index) }
        guard entry.position == position else { throw .otherPosition(said: entry.position, actual: position) }
        guard let share = entry.share, manifest.differing([share], index).isEmpty else {
            let evidence = FaultEvidence.falseShare(
                FalseShare(
                    manifest: manifest, index: index, position: position, answer: received.bytes,
                    releaseSecret: received.releaseSecret))
            if !blamed.contains(position) { faults.append(evidence) }
            return .falseShare(evidence)
        }
        if !shares.contains(where: { $0.position == position }) {
            let place = shares.firstIndex { $0.position > position } ?? shares.endIndex
            shares.insert(share, at: place)
        }
        return .kept
    }

    /// The secret, from a quorum of good shares: dealt again, and compared with everything that the manifest says of
    /// it.
    ///
    /// A quorum of good shares that gives a secret with another check value or other shares proves that the wallet
    /// dealt badly: any quorum would find so.
    public func secret() throws(OpeningRefusal) -> CheckedSecret {
        guard isComplete else { throw .tooFewShares(shares.count, needed: manifest.quorum) }
        let chosen = Array(shares.prefix(manifest.quorum))
        let secret = DealtSecret(combining: chosen)
        guard manifest.dealt(secret, index) else {
            throw .fault(.dealing(BadDealing(manifest: manifest, index: index, shares: chosen)))
        }
        return CheckedSecret(manifest: manifest, index: index, secret: secret)
    }
}

extension DepositManifest {
    /// True when this secret, dealt again, gives the check value and every commitment that the manifest has for the
    /// index.
    package func dealt(_ secret: DealtSecret, _ index: SecretIndex) -> Bool {
        let shares = secret.shares(context, index, quorum: quorum, count: count)
        return commitments(index) == SecretCommitments(secret, shares, context, index)
    }
}

/// Why nothing was opened.
public enum OpeningRefusal: Error, Equatable, Sendable {
    case tooFewShares(Int, needed: Int)
    /// The deposit has no such ticket, or the secret is that of the trace packet, which a use does not open.
    case noTicket(SecretIndex)
    /// The wallet's fault, with the evidence.
    case fault(FaultEvidence)
    /// The trace packet does not open by its secret and this key.
    case traceDoesNotOpen

    /// The stable code.
    public var code: String {
        switch self {
        case .tooFewShares: "opening-too-few-shares"
        case .noTicket: "opening-no-ticket"
        case .fault: "opening-fault"
        case .traceDoesNotOpen: "opening-trace"
        }
    }

    /// Who must do what so that it goes on.
    public var nextStep: String {
        switch self {
        case .tooFewShares: "ask the other validators of the set; the use stays counted"
        case .noTicket: "take the deposit that has a ticket for this use"
        case .fault: "report it by `use.fault`, keep the evidence, and ask the holder for another grant"
        case .traceDoesNotOpen: "open it with the key of the regulator that the manifest names"
        }
    }
}

extension OpeningRefusal: CustomStringConvertible {
    /// The fact.
    public var description: String {
        switch self {
        case .tooFewShares(let found, let needed): "\(found) good shares, \(needed) are needed"
        case .noTicket(let index): "no ticket for the \(index)"
        case .fault(let evidence): "the deposit is bad: \(evidence.kind)"
        case .traceDoesNotOpen: "the trace packet does not open by its secret and this key"
        }
    }
}
