import Foundation
import Importing
import Testing

struct EncodingTests {
    private static let header = Array("name,number\n".utf8)
    /// 示例甲 in GB18030.
    private static let chinese: [UInt8] = [0xca, 0xbe, 0xc0, 0xfd, 0xbc, 0xd7]
    private static let number = Array(",370402209001010012\n".utf8)

    private func run(
        _ bytes: [UInt8], source: String = "{\"kind\": \"csv\"}"
    ) throws -> (items: [GateItem], summary: GateSummary) {
        let place = try Place()
        let file = try place.file("t.csv", bytes)
        return try Cards.items(try Cards.run(file, try Cards.mapping(["name", "number"], source: source)))
    }

    private func fault(_ bytes: [UInt8], source: String = "{\"kind\": \"csv\"}") -> TextFault? {
        guard case .text(let fault)? = refusal({ try run(bytes, source: source) }) else { return nil }
        return fault
    }

    @Test func `GB18030 is recognised, with four-byte characters too`() throws {
        let rare: [UInt8] = [0x95, 0x32, 0x82, 0x36]  // U+20000
        let (items, summary) = try run(
            EncodingTests.header + EncodingTests.chinese + EncodingTests.number + rare + EncodingTests.number)
        #expect(summary.encoding == .gb18030)
        #expect(items[0].row?["name"] == "示例甲")
        #expect(items[1].row?["name"] == "\u{20000}")
    }

    @Test func `UTF-8 is recognised, with and without its mark`() throws {
        let text = EncodingTests.header + "示例甲,370402209001010012\n".utf8
        for bytes in [text, [0xef, 0xbb, 0xbf] + text] {
            let (items, summary) = try run(bytes)
            #expect(summary.encoding == .utf8)
            #expect(items[0].row?["name"] == "示例甲")
        }
    }

    @Test func `a character may lie across the pieces in which a file is read`() throws {
        for shift in 0..<4 {
            var bytes = EncodingTests.header
            let filler = [UInt8](repeating: 0x61, count: 19) + EncodingTests.number
            while bytes.count < (1 << 18) - 80 { bytes += filler }
            bytes += [UInt8](repeating: 0x61, count: shift) + EncodingTests.number
            for _ in 0..<40 { bytes += EncodingTests.chinese + EncodingTests.number }
            let (items, summary) = try run(bytes)
            #expect(summary.encoding == .gb18030)
            #expect(items.last?.faults.first?.rule == .duplicate)
        }
    }

    @Test func `a bad sequence is told with its byte and row`() throws {
        let bad =
            EncodingTests.header + EncodingTests.chinese + EncodingTests.number + [0xff, 0x41] + EncodingTests.number
        let offset = UInt64(EncodingTests.header.count + 6 + EncodingTests.number.count)
        guard case .unknown(let utf8, let gb18030)? = fault(bad) else {
            Issue.record("not refused")
            return
        }
        // The first two bytes of 示 are a character of UTF-8 by accident.
        #expect(utf8 == SourcePlace(byte: UInt64(EncodingTests.header.count + 2), row: 2))
        #expect(gb18030 == SourcePlace(byte: offset, row: 3))
        #expect(fault(bad, source: "{\"kind\": \"csv\", \"encoding\": \"gb18030\"}") == .badSequence(.gb18030, gb18030))
        #expect(fault(bad, source: "{\"kind\": \"csv\", \"encoding\": \"utf-8\"}") == .badSequence(.utf8, utf8))
    }

    @Test func `a character that the file cuts off is told too`() {
        let cut = EncodingTests.header + EncodingTests.chinese + EncodingTests.number + [0xca]
        guard case .unknown(_, let place)? = fault(cut) else {
            Issue.record("not refused")
            return
        }
        #expect(place == SourcePlace(byte: UInt64(cut.count - 1), row: 3))
    }

    @Test func `rows are counted as a spreadsheet does, newlines within quotes left out`() {
        let quoted = Array("\"a\nb\"".utf8)
        let bad = EncodingTests.header + quoted + EncodingTests.number + [0xff] + EncodingTests.number
        guard case .unknown(let place, _)? = fault(bad) else {
            Issue.record("not refused")
            return
        }
        #expect(place.row == 3)
    }

    @Test func `two encodings in one file are refused`() {
        let utf8 = Array("示例甲乙丙丁戊己,370402209001010012\n".utf8)
        let mixed = EncodingTests.header + utf8 + EncodingTests.chinese + EncodingTests.number
        #expect(
            fault(mixed) == .mixed(SourcePlace(byte: UInt64(EncodingTests.header.count + utf8.count + 2), row: 3)))
        let other = EncodingTests.header + EncodingTests.chinese + EncodingTests.number + utf8
        #expect(fault(other) == .mixed(SourcePlace(byte: UInt64(EncodingTests.header.count + 2), row: 2)))
    }

    @Test func `what the mapping says of the encoding must be so`() {
        let text = EncodingTests.header + "示例甲,370402209001010012\n".utf8
        #expect(
            fault(text, source: "{\"kind\": \"csv\", \"encoding\": \"gb18030\"}")
                == .otherEncoding(expected: .gb18030, found: .utf8))
        let marked = [0xef, 0xbb, 0xbf] + EncodingTests.header + EncodingTests.chinese + EncodingTests.number
        #expect(fault(marked) == .badSequence(.utf8, SourcePlace(byte: 17, row: 2)))
    }

    @Test func `NUL and UTF-16 are refused`() {
        let nul = EncodingTests.header + [0x61, 0] + EncodingTests.number
        #expect(fault(nul) == .nul(SourcePlace(byte: 13, row: 2)))
        let wide: [UInt8] = [0xff, 0xfe] + EncodingTests.header.map { [$0, 0] }.joined()
        #expect(fault(wide) == .utf16)
    }

    @Test func `a file that grows while it is read is refused`() throws {
        let place = try Place()
        let line = String(repeating: "示例甲,370402209001010012\n", count: 20_000)
        let file = try place.file("t.csv", "name,number\n" + line)
        var run = try Cards.run(file, try Cards.mapping(["name", "number"]))
        _ = try run.next()
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("x,y\n".utf8))
        try handle.close()
        let found = refusal { while try run.next() != nil {} }
        #expect(found == .text(.changed))
    }
}
