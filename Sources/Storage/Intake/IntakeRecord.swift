/// A submission that was accepted and is not yet in a block.
public struct IntakeRecord: Hashable, Sendable {
    /// Its number since the journal was made, from 1.
    public let sequence: UInt64
    public let payload: [UInt8]
}

/// What opening a journal found.
public struct IntakeReport: Sendable, Equatable {
    /// Bytes behind the last whole record, of an append that never returned; they were dropped.
    public let droppedByteCount: UInt64
}

/// How far a journal is: written into the newest segment after each step, beside the records.
struct IntakeMark: Equatable {
    /// What stands for the end in a segment that another one follows: without that one, records would be missing.
    static let continued = UInt64.max

    /// Where acknowledged records end in this segment.
    var acknowledgedEnd: UInt64
    /// Records up to here are in blocks.
    var doneThrough: UInt64
}
