package import Ledger
package import Rulebook
package import Signing

/// What minting asks of a ledger: a node behind HTTP, or one in the same process.
package protocol MintingNode: Sendable {
    /// Sends manifests with their records, and waits until each is decided or the node's patience ends.
    func submit(_ submissions: [Submission]) async throws -> [MintOutcome]
    /// What became of a manifest; nil when the node does not know it.
    func outcome(of id: StatementID) async throws -> MintOutcome?
    /// The time of the newest block, in ms.
    func blockTime() async throws -> UInt64
    /// Why what the node accepted is not final, when it can say more than `pending`.
    func notFinal(_ pending: CommandError) async -> CommandError
}

extension MintingNode {
    /// A ledger that cannot say more.
    package func notFinal(_ pending: CommandError) async -> CommandError { pending }
}

/// What became of a manifest.
package enum MintOutcome: Sendable {
    case pending
    case final(Height, Receipt)
    case refused(MintRefusal)
}

/// Why the ledger takes a manifest into no block.
package struct MintRefusal: Error, Hashable, Sendable {
    /// The stable code of the rule.
    package let code: String
    package let detail: Bilingual
    package let next: Bilingual

    /// A refusal in the node's words.
    package init(code: String, detail: Bilingual, next: Bilingual) {
        self.code = code
        self.detail = detail
        self.next = next
    }
}

/// A node could not be asked, and asking again may help.
package struct NodeAway: Error {
    /// What is told when it stays away.
    package let reason: CommandError

    /// A failure that may pass.
    package init(_ reason: CommandError) { self.reason = reason }
}
