internal import NodeAPI
public import Releasing
public import Rulebook

/// Why a node does not keep a deposit.
public enum DepositError: Error, Sendable {
    /// What was sent is no deposit with its leave.
    case unreadable(String)
    /// The leave to hand it in is none.
    case leave(Refusal)
    case refused(DepositRefusal)
    /// So many deposits of the grant wait for a block.
    case tooMany(Int)
    case tooFast(MemberID, bytesPerSecond: Int)
    /// The regulator of the scene has no sealing key.
    case noRegulator(SceneCode)
    case full(bytes: Int, limit: Int)
    case diskFull(free: Int, reserve: Int)
    /// The store does not work.
    case out(String)
    case stopping

    /// The stable code.
    var code: String {
        switch self {
        case .leave(let refusal): refusal.code
        case .refused(let refusal): refusal.code
        case .unreadable, .tooMany, .tooFast, .noRegulator, .full, .diskFull, .out, .stopping: Problem(self).code
        }
    }

    /// The fact, as another node tells it.
    var detail: Bilingual {
        let problem = Problem(self)
        return Bilingual(zh: problem.detailZh, en: problem.detail)
    }

    /// What may be otherwise when it is tried again soon.
    var isPassing: Bool {
        switch self {
        case .leave, .tooMany, .tooFast, .full, .diskFull, .out, .stopping, .noRegulator: true
        case .unreadable: false
        case .refused(let refusal):
            switch refusal {
            case .bytesLeft, .entriesLeft, .otherRegulator, .otherContext, .otherQuorum: true
            case .tooLarge, .encoding, .missing, .differs, .otherManifest, .uses, .expiry, .partDoesNotOpen,
                .partDiffers, .sharesDoNotOpen, .sharesIncomplete, .shareDiffers:
                false
            }
        }
    }
}

extension Problem {
    /// What a node says of a deposit that it does not keep, as an answer.
    init(_ error: DepositError) {
        switch error {
        case .unreadable(let fact): self = .notADeposit(fact)
        case .leave(let refusal): self.init(leave: refusal)
        case .refused(let refusal): self.init(refusal)
        case .tooMany(let count): self = .depositTooMany(count, minutes: 10)
        case .tooFast(let member, let limit): self = .depositTooFast(member, bytesPerSecond: limit)
        case .noRegulator(let scene): self = .depositNoRegulator(scene)
        case .full(let bytes, let limit): self = .depositFull(bytes: bytes, limit: limit)
        case .diskFull(let free, let reserve): self = .depositDiskFull(free: free, reserve: reserve)
        case .out: self = .depositsOut
        case .stopping: self = .stopping
        }
    }
}
