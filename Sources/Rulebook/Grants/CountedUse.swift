public import Ledger
public import Signing

/// A use that was counted: which statement, in which block, when.
public struct CountedUse: Hashable, Sendable, CBORCodable {
    public let statement: StatementID
    public let height: Height
    /// Block time in ms.
    public let time: UInt64
    /// For a use of many: the position of its record below the statement.
    public let record: Int?
    /// What the party has reported of it since.
    public var faults: UseFaults

    public init(
        statement: StatementID, height: Height, time: UInt64, record: Int? = nil, faults: UseFaults = []
    ) {
        self.statement = statement
        self.height = height
        self.time = time
        self.record = record
        self.faults = faults
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.digest(statement.digest)
        encoder.unsigned(height.value)
        encoder.unsigned(time)
        encoder.optional(record) { $0.unsigned(UInt64($1)) }
        encoder.unsigned(faults.rawValue)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        statement = StatementID(try decoder.digest())
        height = Height(try decoder.unsigned(max: 1 << 53))
        time = try decoder.unsigned()
        record = try decoder.optional { (inner) throws(CBORError) in
            Int(try inner.unsigned(max: UseMany.maxCount - 1))
        }
        faults = UseFaults(rawValue: try decoder.unsigned(max: UseFaults.all))
    }
}
