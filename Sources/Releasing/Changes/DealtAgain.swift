public import Signing

/// A manifest that takes over the unused uses of an earlier one of the same grant, by `grant.limit`. Only the check
/// makes one.
public struct DealtAgain: Sendable {
    public let manifest: DepositManifest
    /// What nodes delete of the earlier deposit.
    public let deletions: DepositDeletions

    /// Checks that the later manifest begins at the first unused use, and widens nothing: not the uses, not the time,
    /// not who may read. To whom it is dealt is new.
    ///
    /// `grantUses` are the uses that the grant allows still, after the limit that comes with the manifest.
    public init(
        _ manifest: DepositManifest, after earlier: DepositManifest, used: Int, grantUses: Int
    ) throws(DealtAgainRefusal) {
        let (old, new) = (earlier.context, manifest.context)
        guard new.origin == old.origin, new.grant == old.grant, new.party == old.party else {
            throw .otherGrant(new.grant)
        }
        guard manifest.uses.first.value == used + 1 else {
            throw .firstUse(manifest.uses.first.value, expected: used + 1)
        }
        guard manifest.uses.last.value <= grantUses else {
            throw .lastUse(manifest.uses.last.value, limit: grantUses)
        }
        guard manifest.expiry <= earlier.expiry else { throw .expiry(manifest.expiry, limit: earlier.expiry) }
        self.manifest = manifest
        deletions = earlier.deletions(at: .dealtAgain(used: used))
    }
}

/// Why a later manifest does not take over: a case per rule, with its facts.
public enum DealtAgainRefusal: Error, Equatable, Sendable {
    case otherGrant(Digest)
    case firstUse(Int, expected: Int)
    case lastUse(Int, limit: Int)
    case expiry(UInt64, limit: UInt64)

    /// The stable code.
    public var code: String {
        switch self {
        case .otherGrant: "dealt-again-other-grant"
        case .firstUse, .lastUse: "dealt-again-uses"
        case .expiry: "dealt-again-expiry"
        }
    }

    /// Who must do what so that it goes on.
    public var nextStep: String {
        switch self {
        case .otherGrant: "name the manifest in an act of its own grant"
        case .firstUse: "the wallet deals again from the first unused use on: read the grant's count from the ledger"
        case .lastUse, .expiry: "the wallet deals again within what the grant allows: a limit only tightens"
        }
    }
}
