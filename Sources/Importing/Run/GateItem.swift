/// What the gate says of one row.
public enum GateItem: Hashable, Sendable {
    case accepted(ImportedRow)
    case refused(RefusedRow)

    /// The row's number.
    public var number: Int {
        switch self {
        case .accepted(let row): row.number
        case .refused(let row): row.number
        }
    }
}

/// A row that the gate holds back, with everything that is wrong with it.
public struct RefusedRow: Hashable, Sendable {
    public let number: Int
    /// At least one.
    public let faults: [RowFault]
}
