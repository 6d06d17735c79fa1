public import Ledger
import Signing

/// What the validators of a network are assumed to do wrong at worst.
public enum FaultModel: UInt64, Sendable {
    /// They may stop, lose messages and come back; none lies.
    case crash = 0
    /// Up to a third, rounded down, may do anything.
    case byzantine = 1

    /// How many validators out of `count` may lie.
    public func liars(of count: Int) -> Int {
        switch self {
        case .crash: 0
        case .byzantine: (count - 1) / 3
        }
    }

    /// What so many validators need to agree.
    public func quorum(of count: Int) -> Quorum { Quorum(validators: count, liars: liars(of: count)) }

    /// True for a number of validators of which a quorum can be told, and for which the model says something.
    public func allows(_ count: Int) -> Bool {
        guard (1...Genesis.maxValidators).contains(count) else { return false }
        return self == .crash || count >= 4
    }
}

extension FaultModel {
    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let model = FaultModel(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self = model
    }
}
