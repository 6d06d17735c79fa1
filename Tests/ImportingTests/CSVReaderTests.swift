import Importing
import Testing

struct CSVReaderTests {
    /// Reads all rows, the file handed out in pieces of a size.
    private func rows(_ text: String, pieces: Int = 7) throws -> [[String]] {
        var rest = Array(text.utf8)[...]
        var reader = CSVReader(chunk: pieces) { buffer in
            let piece = rest.prefix(min(pieces, buffer.count))
            buffer.replaceSubrange(0..<piece.count, with: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
        var row = TableRow()
        var rows: [[String]] = []
        while try reader.next(&row) { rows.append((0..<row.count).map { row.text($0) }) }
        return rows
    }

    private func fault(_ text: String) -> CSVError? {
        do {
            _ = try rows(text)
            return nil
        } catch { return error as? CSVError }
    }

    @Test(arguments: 1...9)
    func `rows come out alike whatever pieces the file is read in`(_ pieces: Int) throws {
        let text = "\u{feff}a,b,c\r\n1,\"2 \"\"two\"\"\",\n\"x\ny\",\"\",\"甲,乙\"\r\n\n,,\n\"end\",1,\"\""
        #expect(
            try rows(text, pieces: pieces) == [
                ["a", "b", "c"], ["1", "2 \"two\"", ""], ["x\ny", "", "甲,乙"], ["", "", ""], ["end", "1", ""],
            ])
    }

    @Test func `rows are numbered as a spreadsheet does, empty lines counted`() throws {
        var rest = Array("h\n\n1\n\"a\nb\"\n2\n".utf8)[...]
        var reader = CSVReader { buffer in
            let piece = rest
            buffer.replaceSubrange(0..<piece.count, with: piece)
            rest = []
            return piece.count
        }
        var row = TableRow()
        var numbers: [[Int]] = []
        while try reader.next(&row) { numbers.append([row.number, row.line]) }
        #expect(numbers == [[1, 1], [3, 3], [4, 4], [5, 6]])
    }

    @Test func `a file with nothing in it has no rows`() throws {
        #expect(try rows("") == [])
        #expect(try rows("\n\r\n\n") == [])
        #expect(try rows("\u{feff}") == [])
        #expect(try rows("a") == [["a"]])
        #expect(try rows("a,") == [["a", ""]])
    }

    @Test func `a row may fill many pieces`() throws {
        let long = String(repeating: "长", count: 5_000)
        #expect(try rows("a,\(long)\n\"\(long)\",b\n", pieces: 64) == [["a", long], [long, "b"]])
    }

    @Test(arguments: [
        ("a\nb\"c\n", CSVError(line: 2, row: 2, fault: .quoteInField)),
        ("\"a\"b\n", CSVError(line: 1, row: 1, fault: .textBehindQuote)),
        ("a\n\"b\nc", CSVError(line: 3, row: 2, fault: .openQuote)),
        ("a\rb\n", CSVError(line: 1, row: 1, fault: .bareReturn)),
        ("a\r", CSVError(line: 1, row: 1, fault: .bareReturn)),
        ("\"a\"\rb\n", CSVError(line: 1, row: 1, fault: .bareReturn)),
    ])
    func `what RFC 4180 does not have is refused with its line`(_ text: String, _ expected: CSVError) {
        #expect(fault(text) == expected)
    }

    @Test func `rows and fields have limits`() {
        let long = String(repeating: "a", count: CSVReader.maxRowByteCount + 1)
        #expect(fault("a\n\"\(long)\"\n")?.fault == .rowTooLong(limit: CSVReader.maxRowByteCount))
        let wide = String(repeating: ",", count: CSVReader.maxFields)
        #expect(fault(wide + "\n")?.fault == .tooManyFields(limit: CSVReader.maxFields))
    }
}
