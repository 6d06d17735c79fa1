public import Signing

/// Why a proof does not prove what it is shown for; each case carries the facts.
public enum ProofError: Error, Equatable, Sendable {
    /// The index lies outside the tree.
    case indexOutsideTree(index: UInt64, size: UInt64)
    /// The older tree is larger than the newer one.
    case sizesOutOfOrder(old: UInt64, new: UInt64)
    /// A tree of that size, or a place in it, takes another number of hashes.
    case wrongPathLength(expected: Int, found: Int)
    /// More hashes than any proof has.
    case pathTooLong(limit: Int, found: Int)
    /// The hashes lead to another root than the one shown.
    case rootMismatch(expected: Digest, computed: Digest)
    /// The hashes do not lead to the older root.
    case oldRootMismatch(expected: Digest, computed: Digest)
    /// The proof speaks of another kind of entry.
    case wrongKind(expected: UInt8, found: UInt8)
    /// No entry stands at that depth: the kind's byte takes eight steps, and a path has 264 at most.
    case wrongDepth(Int)
    /// The other entry that the proof shows does not stand where the key would.
    case otherEntryElsewhere(keyHash: Digest)
    /// The proof shows absence where presence is claimed.
    case absent
    /// The proof shows presence where absence is claimed.
    case present
    /// The entry has another value than the one claimed.
    case valueMismatch
    /// The key does not lie below the bucket's prefix.
    case outsideBucket
    /// A bucket's entries are not in strictly ascending order of their key hashes.
    case entriesOutOfOrder(position: Int)
}
