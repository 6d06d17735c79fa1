internal import Signing

/// What brings the deposits work: the links, and the core's questions.
enum DepositNews: Sendable {
    case connected(Int)
    case disconnected(Int)
    case message(DepositWord.Kind, [UInt8], from: Int)
    /// A statement or a block names a deposit that is not here.
    case lacking(Digest)
    /// It is here, and too few acknowledgements of it are.
    case unacknowledged(Digest)

    var byteCount: Int {
        switch self {
        case .connected, .disconnected: 0
        case .lacking, .unacknowledged: 64
        case .message(_, let bytes, _): bytes.count + 256
        }
    }
}

typealias DepositMail = LinkMail<DepositNews>

extension LinkMail<DepositNews> {
    convenience init() { self.init(maxBytes: DepositLimits.maxWaitingBytes) { $0.byteCount } }
}
