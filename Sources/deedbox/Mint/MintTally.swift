/// How the rows of an input add up.
package struct MintTally: Hashable, Sendable {
    /// Rows or files that were read.
    package var read = 0
    /// On the ledger by this run, receipt included.
    package var minted = 0
    /// Manifests of this run.
    package var batches = 0
    /// On the ledger since an earlier run.
    package var before = 0
    /// Left out because of faults, duplicates included.
    package var faulty = 0
    /// Refused by the ledger.
    package var refused = 0

    /// Nothing read.
    package init() {}

    /// True when every row is accounted for.
    package var addsUp: Bool { read == minted + before + faulty + refused }
}
