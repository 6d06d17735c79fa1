import Foundation
import Rulebook

/// Records below a path of element names; elements and attributes within a record are its columns.
///
/// The parser runs on a thread of its own and waits while its records are not taken, so memory stays constant.
struct XMLTable: TableReader {
    private let known: RecordColumns
    private let feed: XMLFeed
    private var items: [RowChannel.Item] = []
    private var position = 0
    private(set) var lastRow = 0
    let blankRows = 0
    var headRows: Int { 0 }

    /// Begins to parse what `fill` gives: UTF-8 whose declaration may still name the encoding it was read from.
    init(
        record: [String], _ known: RecordColumns, encoding: TextEncoding,
        fill: @escaping (inout [UInt8]) throws -> Int
    ) throws {
        self.known = known
        feed = XMLFeed(try XMLText(encoding, fill: fill), record: record, known)
    }

    var columns: [String] { known.names }

    mutating func next(_ row: inout TableRow) throws -> TableReading {
        if position == items.count {
            items = feed.channel.take()
            position = 0
        }
        let item = items[position]
        switch item {
        case .end: return .end
        case .failed(let error): throw error
        case .record(let values):
            position += 1
            lastRow += 1
            row.number = lastRow
            row.line = 0
            if let fault = values.fault { return .fault(fault.rule, field: fault.field, fault.fact) }
            values.write(to: &row)
            return .row
        }
    }
}

/// Owns the parsing thread, and stops it when nobody reads any more.
private final class XMLFeed {
    let channel = RowChannel()

    init(_ text: XMLText, record: [String], _ known: RecordColumns) {
        // Only the thread has it from here on.
        nonisolated(unsafe) let work = XMLWork(text, record: record, known, channel)
        let thread = Thread { unsafe work.run() }
        thread.name = "xml"
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit { channel.cancel() }
}
