package import NodeAPI
package import Rulebook

/// Where a replay found the ledger other than its rules allow.
package enum ReplayFault: Error, Hashable, CustomStringConvertible {
    /// A node does not settle what it was sent.
    case noAnswer(String, String)
    /// A statement became something else than the rules say.
    case unexpected(GrantID, String, OutcomeBody)
    /// The log, or the state, counts other uses of a grant.
    case counted(GrantID, expected: UInt64, found: UInt64)
    /// The log does not hold the answer to a request exactly once.
    case answered(GrantID, times: UInt64)
    /// The leaves that a node serves are not those under the checkpoint that a quorum cosigned.
    case otherRoot(size: UInt64)

    /// The fact.
    package var description: String {
        switch self {
        case .noAnswer(let node, let fact): "\(node) does not settle a statement: \(fact)"
        case .unexpected(let grant, let expected, let outcome):
            "grant \(grant): expected \(expected), found \(outcome.state.rawValue) \(outcome.code ?? "")"
                + " \(outcome.winner?.id ?? "") in block \(outcome.height ?? 0)"
        case .counted(let grant, let expected, let found):
            "grant \(grant): \(expected) uses are allowed and were made, and \(found) are counted"
        case .answered(let grant, let times):
            "grant \(grant): its request was answered once, and the log holds that \(times) times"
        case .otherRoot(let size): "the \(size) leaves that were read have another root than the final checkpoint"
        }
    }
}
