internal import Ledger
internal import Rulebook
internal import Signing

/// The tree over all bindings in force: RFC 6962 over their salted leaf hashes, in ascending order.
///
/// Its anchor proves that the registrar had fixed this very set at that block: a binding that it shows later with a
/// path was in the set, and one that it denies later was not hidden. It does not prove that a person has no second one.
enum DirectoryRoot {
    /// The hash of one leaf.
    static func leaf(salt: [UInt8], binding digest: [UInt8]) -> Digest {
        Digest.leaf(Purpose.directoryLeaf + salt + digest)
    }

    /// What is anchored: the root and the head of the registrar's log under a salt.
    static func commitment(salt: [UInt8], leaves: [Digest], log: Digest) -> Commitment {
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.byteString(salt)
        encoder.unsigned(UInt64(leaves.count))
        encoder.digest(MerkleTree.root(of: leaves))
        encoder.digest(log)
        return Commitment(SHA256.digest(Purpose.directoryRoot + encoder.bytes))
    }
}

/// A root that stands on the ledger.
struct DirectoryAnchor: Sendable {
    let salt: [UInt8]
    let leaves: [Digest]
    /// The head of the registrar's log at that time.
    let log: Digest
    /// The `note.anchor`.
    let statement: StatementID
    /// POSIX seconds.
    let time: UInt64
}
