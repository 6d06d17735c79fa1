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
}
