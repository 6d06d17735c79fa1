import ArgumentParser
import Ledger
import Signing

/// Which line of a receipts file is meant.
struct LineChoice: ParsableArguments {
    @Option(help: ArgumentHelp(VerifyWords.row))
    var row: UInt64?

    @Option(help: ArgumentHelp(VerifyWords.record, valueName: "number"))
    var record: UInt64?

    /// Most lines of one row that are named.
    static let shown = 20

    var isEmpty: Bool { row == nil && record == nil }

    func fits(_ line: StoredReceipt) -> Bool {
        (row ?? line.row) == line.row && (record ?? line.record) == line.record
    }
}

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
            case .torn: throw VerifyWords.damagedLine(path, lines.number + 1, tell("it is cut off", zh: "该行被截断"))
            case .whole(let bytes):
                if bytes.isEmpty { continue }
                do throws(JSONError) { return try StoredReceipt(line: bytes) } catch {
                    throw VerifyWords.damagedLine(path, lines.number, "\(error)")
                }
            }
        }
        return nil
    }

    /// The one line that a row, a record or both choose; without either the only one there is.
    ///
    /// A table that was corrected and minted again leaves several lines of one row: then the record must say which.
    static func find(_ choice: LineChoice, in path: String) throws -> StoredReceipt {
        var reader = try ReceiptLinesReader(path)
        var found: [StoredReceipt] = []
        while let line = try reader.next() {
            guard choice.fits(line), !found.contains(where: { $0.record == line.record }) else { continue }
            found.append(line)
            guard found.count < LineChoice.shown, choice.row != nil || found.count < 2 else { break }
        }
        guard let line = found.first else { throw VerifyWords.noSuchLine(path, choice) }
        guard found.count == 1 else {
            guard let row = choice.row else { throw VerifyWords.rowNeeded(path) }
            throw VerifyWords.severalOfRow(path, row, found.map(\.record))
        }
        return line
    }
}
