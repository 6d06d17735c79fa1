import Consensus

/// Proofs that validators have lied, as others are sent them when a link opens: a bounded number, each once.
struct ProofShelf: Sendable {
    private var all: [Evidence] = []

    /// So many are taken in the life of a process; a liar could make more of them than anybody wants to read.
    private static let limit = 256
    /// So many are sent to a node whose link has opened.
    private static let greetingCount = 16

    var isFull: Bool { all.count >= ProofShelf.limit }
    var newest: ArraySlice<Evidence> { all.suffix(ProofShelf.greetingCount) }

    func contains(_ evidence: Evidence) -> Bool { all.contains(evidence) }

    mutating func add(_ evidence: Evidence) {
        if !isFull, !contains(evidence) { all.append(evidence) }
    }
}
