public import Ledger
internal import NodeAPI
public import Releasing
public import Signing

/// Why a node gives no shares.
public enum ReleaseError: Error, Sendable {
    /// Neither in a block nor on its way, as far as this node knows.
    case unknown(StatementID)
    /// On its way, or in a block that is not final here.
    case pending(StatementID)
    /// A disclosure whose height and latest time (POSIX seconds) have not come in a block that is final here.
    case sealed(until: Height, latest: UInt64)
    /// Another act than a use or a trace.
    case notARelease(StatementID, contentType: String)
    /// The statement has fewer records.
    case beyondRecords(from: Int, count: Int)
    /// Nothing can be sealed to the key that it names.
    case unusableKey(StatementID)
    case refused(ReleaseRefusal)
    /// The deposits of this node do not work.
    case out
}

extension Problem {
    /// What a node says when it gives no shares, as an answer.
    init(_ error: ReleaseError) {
        switch error {
        case .unknown(let id): self = .unknownStatement(id)
        case .pending(let id): self = .releasePending(id)
        case .sealed(let until, let latest): self = .releaseSealed(until: until, latest: latest)
        case .notARelease(let id, let contentType): self = .notARelease(id, contentType: contentType)
        case .beyondRecords(let from, let count): self = .releaseBeyondRecords(from: from, count: count)
        case .unusableKey(let id): self = .releaseKeyUnusable(id)
        case .refused(let refusal): self.init(refusal)
        case .out: self = .depositsOut
        }
    }
}
