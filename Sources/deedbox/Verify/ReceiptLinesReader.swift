import Ledger
import Signing

/// The lines of a receipts file, one after another.
struct ReceiptLinesReader {
    private let path: String
    private var lines: LineScanner

    init(_ path: String) throws {
        self.path = path
        lines = try LineScanner(try OpenedFile(path, .reading), maxLine: StoredReceipt.maxByteCount)
    }

    /// Bytes that were read so far.
    var offset: UInt64 { lines.offset }

    /// The next line; nil at the end. A line that is no receipt is damage.
    mutating func next() throws -> StoredReceipt? {
        while let line = try lines.next() {
            switch line {
            case .torn: throw VerifyWords.unreadable(path, tell("a line is cut off", zh: "有一行被截断"))
            case .whole(let bytes):
                if bytes.isEmpty { continue }
                do throws(JSONError) { return try StoredReceipt(line: bytes) } catch {
                    throw VerifyWords.unreadable("\(path):\(lines.number)", "\(error)")
                }
            }
        }
        return nil
    }

    /// The receipt of one row; without a number the only one there is.
    static func find(_ row: UInt64?, in path: String) throws -> StoredReceipt {
        var reader = try ReceiptLinesReader(path)
        guard let row else {
            guard let only = try reader.next() else { throw VerifyWords.noSuchRow(path, 1) }
            guard try reader.next() == nil else { throw VerifyWords.rowNeeded(path) }
            return only
        }
        while let line = try reader.next() {
            if line.row == row { return line }
        }
        throw VerifyWords.noSuchRow(path, row)
    }
}
