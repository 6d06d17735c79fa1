/// Why a text is not CSV; line and row count from 1.
public struct CSVError: Error, Hashable, Sendable {
    /// What is wrong with a row.
    public enum Fault: Hashable, Sendable {
        /// A quote inside a field that does not begin with one.
        case quoteInField
        /// Something other than a comma or the end of the row behind a closing quote.
        case textBehindQuote
        /// The file ends inside a quoted field.
        case openQuote
        /// A carriage return that no line feed follows.
        case bareReturn
        case rowTooLong(limit: Int)
        case tooManyFields(limit: Int)
        /// The file has no header row.
        case empty
    }

    public let line: Int
    /// The header is row 1.
    public let row: Int
    public let fault: Fault

    /// A fault at a line of a row.
    package init(line: Int, row: Int, fault: Fault) {
        self.line = line
        self.row = row
        self.fault = fault
    }
}

/// Reads rows of CSV (RFC 4180) from a source of bytes, a piece at a time.
///
/// Lines end with CR LF or LF; a byte order mark at the beginning and empty lines are read over.
package struct CSVReader {
    /// Most bytes of one row.
    package static let maxRowByteCount = 1 << 20
    /// Most fields of one row.
    package static let maxFields = 1_000

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted, returned
    }

    private let fill: (inout [UInt8]) throws -> Int
    private var buffer: [UInt8]
    private var position = 0
    private var limit = 0
    private var isFirst = true
    private var isAtEnd = false
    /// The rows up to here, empty lines among them.
    package private(set) var row = 0
    /// The empty lines up to here.
    package private(set) var blankRows = 0
    private var line = 1

    /// A reader of what `fill` gives: it writes into the buffer and returns how much, 0 at the end.
    package init(chunk: Int = 1 << 18, fill: @escaping (inout [UInt8]) throws -> Int) {
        precondition(chunk >= 1, "a chunk of no bytes")
        self.fill = fill
        buffer = [UInt8](repeating: 0, count: chunk)
    }

    /// Reads the next row that is not empty; false at the end of the file.
    package mutating func next(_ result: inout TableRow) throws -> Bool {
        if isFirst { try skipMark() }
        while true {
            result.removeAll()
            result.line = line
            guard try readRow(&result) else { return false }
            row += 1
            result.number = row
            if result.count > 1 || !result.isBlank { return true }
            blankRows += 1
        }
    }

    /// Reads up to the end of a row; false when nothing is left.
    private mutating func readRow(_ result: inout TableRow) throws -> Bool {
        var state = State.fieldStart
        while true {
            if position == limit, try !refill() { return try finish(state, &result) }
            if state == .plain || state == .quoted { takeRun(state, &result) }
            guard result.bytes.count <= CSVReader.maxRowByteCount else {
                throw fault(.rowTooLong(limit: CSVReader.maxRowByteCount))
            }
            guard position < limit else { continue }
            let byte = buffer[position]
            position += 1
            if try step(byte, &state, &result) { return true }
        }
    }

    /// Takes one byte that means something; true when it ends the row.
    private mutating func step(_ byte: UInt8, _ state: inout State, _ result: inout TableRow) throws -> Bool {
        switch (state, byte) {
        case (.returned, CSVReader.newline), (.fieldStart, CSVReader.newline), (.plain, CSVReader.newline),
            (.quoteInQuoted, CSVReader.newline):
            line += 1
            try endField(&result)
            return true
        case (.returned, _): throw fault(.bareReturn)
        case (.quoted, CSVReader.quote): state = .quoteInQuoted
        case (.quoted, _):
            if byte == CSVReader.newline { line += 1 }
            result.append(byte)
        case (.quoteInQuoted, CSVReader.quote):
            result.append(byte)
            state = .quoted
        case (_, CSVReader.comma):
            try endField(&result)
            state = .fieldStart
        case (_, CSVReader.carriageReturn): state = .returned
        case (.quoteInQuoted, _): throw fault(.textBehindQuote)
        case (.fieldStart, CSVReader.quote): state = .quoted
        case (.plain, CSVReader.quote): throw fault(.quoteInField)
        case (_, _):
            result.append(byte)
            state = .plain
        }
        return false
    }

    /// Takes all bytes up to the next that means something.
    private mutating func takeRun(_ state: State, _ result: inout TableRow) {
        let start = position
        let end = limit
        let isQuoted = state == .quoted
        let stop = unsafe buffer.withUnsafeBufferPointer { bytes in
            var index = start
            while index < end, unsafe !CSVReader.means(bytes[index], isQuoted) { index += 1 }
            return index
        }
        result.append(buffer[start..<stop])
        position = stop
    }

    private static func means(_ byte: UInt8, _ isQuoted: Bool) -> Bool {
        if isQuoted { return byte == quote || byte == newline }
        return byte == comma || byte == newline || byte == carriageReturn || byte == quote
    }

    private func endField(_ result: inout TableRow) throws {
        guard result.ends.count < CSVReader.maxFields else {
            throw fault(.tooManyFields(limit: CSVReader.maxFields))
        }
        result.endField()
    }

    /// The end of the file ends the last row too.
    private func finish(_ state: State, _ result: inout TableRow) throws -> Bool {
        switch state {
        case .quoted: throw fault(.openQuote)
        case .returned: throw fault(.bareReturn)
        case .fieldStart where result.ends.isEmpty: return false
        case .fieldStart, .plain, .quoteInQuoted:
            try endField(&result)
            return true
        }
    }

    private func fault(_ fault: CSVError.Fault) -> CSVError { CSVError(line: line, row: row + 1, fault: fault) }

    private mutating func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        position = 0
        limit = try fill(&buffer)
        isAtEnd = limit == 0
        return !isAtEnd
    }

    /// Reads over the byte order mark that some spreadsheets write.
    private mutating func skipMark() throws {
        isFirst = false
        var mark: [UInt8] = []
        while mark.count < 3 {
            if position == limit, try !refill() { break }
            mark.append(buffer[position])
            position += 1
            guard CSVReader.mark.starts(with: mark) else { break }
        }
        guard mark != CSVReader.mark else { return }
        // What was read belongs to the first row: it goes back in front of what follows.
        buffer.replaceSubrange(..<position, with: mark)
        limit += mark.count - position
        position = 0
    }

    private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
