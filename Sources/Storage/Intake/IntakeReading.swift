internal import Signing

/// The whole records of one segment, up to the first place where none stands.
struct IntakeReading {
    let segment: IntakeSegment
    let path: String
    let size: UInt64
    let mark: IntakeMark?
    /// False when the first page is not this segment's; no record is read then.
    let hasHeader: Bool
    private(set) var records: [IntakeRecord] = []
    /// The offset behind the last whole record.
    private(set) var end = IntakeSegment.headerBytes
    private(set) var chain: Digest
    private(set) var nextSequence: UInt64

    init(_ segment: IntakeSegment, in directory: Directory) throws {
        let file = try OpenFile(directory.path(of: segment.name), .reading)
        let bytes = try file.contents()
        self.segment = segment
        path = file.path
        size = UInt64(bytes.count)
        chain = segment.seed
        nextSequence = segment.firstSequence
        hasHeader = segment.hasHeader(bytes)
        mark = segment.mark(in: bytes)
        if hasHeader { while take(bytes) {} }
    }

    /// True when another segment was begun behind this one.
    var isContinued: Bool { mark?.acknowledgedEnd == IntakeMark.continued }

    /// Where acknowledged records end, as far as the mark says.
    var acknowledgedEnd: UInt64? { isContinued ? nil : mark?.acknowledgedEnd }

    private mutating func take(_ bytes: [UInt8]) -> Bool {
        let head = bytes.dropFirst(Int(end))
        guard let length = Words.read(UInt32.self, head), head.count >= IntakeSegment.recordHeaderBytes,
            head.count - IntakeSegment.recordHeaderBytes >= Int(length),
            Words.read(UInt64.self, head.dropFirst(8)) == nextSequence
        else { return false }
        let payload = head.dropFirst(IntakeSegment.recordHeaderBytes).prefix(Int(length))
        let value = IntakeSegment.chain(chain, sequence: nextSequence, payload: payload)
        guard Words.read(UInt32.self, head.dropFirst(4)) == IntakeSegment.check(value) else { return false }
        records.append(IntakeRecord(sequence: nextSequence, payload: Array(payload)))
        chain = value
        nextSequence += 1
        end += UInt64(IntakeSegment.recordHeaderBytes + Int(length))
        return true
    }
}
