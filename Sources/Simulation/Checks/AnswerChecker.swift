import Consensus
import Ledger
import Replication
import Rulebook
package import Signing

/// What clients were told, against what is final in the end.
package enum AnswerChecker {
    /// No statement that was accepted or called final may be missing; only the use that was counted in its place
    /// excuses the refusal of another.
    /// The breaches; `final` holds every statement of the ledger.
    package static func check(_ operations: [Operation], final: Set<StatementID>) -> [Breach] {
        operations.flatMap { operation -> [Breach] in
            let id = operation.id
            if final.contains(id) { return [] }
            if operation.final != nil { return [Breach(rule: .nothingLost, text: "\(id) was called final")] }
            guard operation.accepted != nil else { return [] }
            if operation.grant != nil, let refused = operation.refused {
                return refused.winner.map(final.contains) ?? false
                    ? [] : [Breach(rule: .oneUse, text: "\(id) is refused for a use that is not final")]
            }
            return [Breach(rule: .nothingLost, text: "\(id) was accepted at \(operation.accepted ?? 0) ms")]
        }
    }
}

/// Single-use grants as a register that is written once: some order of the uses, each between its sending and its
/// answer, must give every client the answer that it got.
package enum UseChecker {
    /// The breaches; `final` holds every statement of the ledger.
    package static func check(_ operations: [Operation], final: Set<StatementID>) -> [Breach] {
        (0..<StatementStock.grantCount).flatMap { grant in
            check(grant, operations.filter { $0.grant == grant }, final)
        }
    }

    private static func check(_ grant: Int, _ uses: [Operation], _ final: Set<StatementID>) -> [Breach] {
        let winners = uses.filter { final.contains($0.id) || $0.final != nil }
        guard winners.count <= 1 else {
            return [Breach(rule: .oneUse, text: "grant \(grant) has \(winners.count) winners")]
        }
        guard let winner = winners.first else {
            let isWon = uses.contains { $0.accepted != nil }
            return isWon ? [Breach(rule: .oneUse, text: "grant \(grant) has no winner")] : []
        }
        return uses.compactMap { use in
            guard use.id != winner.id, let refused = use.refused else { return nil }
            // The winner takes effect before the loser is refused, and not before it was sent.
            guard refused.winner == winner.id, winner.invoked <= refused.time else {
                return Breach(rule: .oneUse, text: "grant \(grant): a loser was told of another winner")
            }
            return nil
        }
    }
}
