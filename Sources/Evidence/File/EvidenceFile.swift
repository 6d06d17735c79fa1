public import Rulebook
public import Signing

/// One file that proves a use for decades: what was presented, and the steps from the genesis to those who signed.
///
/// With the genesis, and nothing else, anybody comes to the same verdict. Nothing in it is believed before it is
/// checked.
public struct EvidenceFile: Hashable, Sendable {
    public let use: PresentedUse
    /// How the sets of validators followed from the genesis, as far as the receipts need it.
    public let epochs: EpochProof

    /// The ledger that it speaks of.
    public var origin: String { epochs.origin }

    /// The first member of the file names its format.
    public static let format = "deedbox/use-evidence/v2"
    /// The longest file that is read, in bytes.
    public static let maxByteCount = 32 << 20

    /// The evidence of a use on the ledger of these epochs; receipts are kept in CBOR.
    public init(_ use: PresentedUse, epochs: EpochProof) {
        self.use = use.inBytes
        self.epochs = epochs
    }

    /// What can be said of the use by who trusts a genesis alone, or a later epoch that was pinned.
    ///
    /// An error says that the steps lead nowhere from there: then it could not be checked.
    public func verdict(
        trusting network: Network, demands: Demands = Demands(), leastLiars: Int = 0
    ) throws(EpochError) -> Verdict {
        try verdict(from: EpochWalk(from: network, leastLiars: leastLiars), demands: demands)
    }

    /// The same by who has walked further than the genesis: of the steps in the file only later ones are taken.
    ///
    /// `addressee` asks in another name than that of the member that wrote the file: is it addressed to that one?
    public func verdict(
        from known: EpochWalk, demands: Demands = Demands(), as addressee: Addressee? = nil
    ) throws(EpochError) -> Verdict {
        UseCheck(try walk(from: known), demands: demands, as: addressee).verdict(on: use)
    }

    /// Where the steps of the file lead from what is known already.
    public func walk(from known: EpochWalk) throws(EpochError) -> EpochWalk {
        var walk = known
        let later = epochs.steps.filter { $0.isNeeded(at: known.network.epoch.number) }
        try walk.take(EpochProof(origin: epochs.origin, steps: later))
        return walk
    }
}

/// Why bytes are no evidence file.
public enum EvidenceFileError: Error, Equatable, Sendable {
    case json(JSONError)
    /// The steps in it do not read.
    case epochs(EpochError)
}
