import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Bytes behind a mark, a number and their length, with SHA-256 over all of these: the shape of what nodes keep.
struct CheckedRecord: Equatable {
    private static let mark = Array("deedsim1".utf8)
    private static let head = mark.count + 12

    let number: UInt64
    let payload: [UInt8]

    var encoded: [UInt8] {
        var bytes = CheckedRecord.mark
        bytes.reserveCapacity(CheckedRecord.head + payload.count + Digest.byteCount)
        for shift in stride(from: UInt64(56), through: 0, by: -8) { bytes.append(UInt8(number >> shift & 255)) }
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(payload.count >> shift & 255)) }
        bytes += payload
        bytes += SHA256.digest(bytes).bytes
        return bytes
    }

    /// The whole and unaltered record at an offset, with its end; nil when none stands there.
    static func read(_ bytes: [UInt8], at offset: Int) -> (record: CheckedRecord, end: Int)? {
        guard bytes.count - offset >= head + Digest.byteCount, bytes[offset...].starts(with: mark) else { return nil }
        let start = offset + mark.count
        let number = bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let length = bytes[start + 8..<start + 12].reduce(0) { $0 << 8 | Int($1) }
        let end = offset + head + length
        guard bytes.count - Digest.byteCount >= end,
            SHA256.digest(bytes[offset..<end]).bytes == Array(bytes[end..<end + Digest.byteCount])
        else { return nil }
        return (CheckedRecord(number: number, payload: Array(bytes[offset + head..<end])), end + Digest.byteCount)
    }

    /// Whole records one behind another, and where they end.
    static func all(in bytes: [UInt8]) -> (records: [CheckedRecord], end: Int) {
        var records: [CheckedRecord] = []
        var offset = 0
        while let (record, end) = read(bytes, at: offset) {
            records.append(record)
            offset = end
        }
        return (records, offset)
    }
}
