import Printing
import Testing

struct QRCodeTests {
    private static let link =
        "deedbox://request?client_id=bank&request_uri=https%3A%2F%2Fbank.example%2Frequests%2F"
        + "6f1c0b7d2a9e4c3f8b5a7d1e0c2f4a68"

    @Test func `a link of a desk is a small code`() throws {
        let code = try QRCode(QRCodeTests.link)
        #expect(code.version == 7)
        #expect(code.width == 45)
    }

    @Test func `a text that needs more than the version allowed is refused`() throws {
        // 213 bytes fill version 10 at level M (ISO/IEC 18004, table 7).
        let most = String(repeating: "é", count: 106) + "?"
        #expect(try QRCode(most).version == 10)
        #expect(throws: QRCodeError.tooLong(byteCount: 214, maxVersion: 10)) { try QRCode(most + "?") }
        #expect(try QRCode(most + "?", maxVersion: QRCode.maxPaperVersion).version == 11)
        let text = String(repeating: "é", count: 5_000)
        #expect(throws: QRCodeError.tooLong(byteCount: 10_000, maxVersion: 40)) { try QRCode(text, maxVersion: 40) }
    }

    @Test func `an empty text and one that a reader would cut have no code`() {
        #expect(throws: QRCodeError.empty) { try QRCode("") }
        #expect(throws: QRCodeError.nul) { try QRCode("a\u{0}b") }
    }

    @Test func `the SVG has a title, a quiet zone and nothing that a text could add`() throws {
        let svg = try QRCode("<script>&\"").svg
        // Version 1 has 21 modules a side, and four more on each.
        #expect(svg.contains("viewBox=\"0 0 29 29\""))
        #expect(svg.contains("<title>QR code: &lt;script&gt;&amp;\"</title>"))
        #expect(svg.contains("d=\"M4 4h7v1h-7z"))
        #expect(!svg.contains("<script>"))
        #expect(try QRCode("a").svg(title: "\u{1}链接").contains("<title>链接</title>"))
    }

    @Test func `lines of a terminal set their colours and set them back`() throws {
        let lines = try QRCode("a").terminal.split(separator: "\n")
        #expect(lines.count == 15)
        #expect(lines.allSatisfy { $0.hasPrefix("\u{1b}[38;5;16;48;5;231m") && $0.hasSuffix("\u{1b}[0m") })
        // The first two lines are the quiet zone.
        #expect(!lines[1].contains("▀") && lines[2].contains("█▀▀▀▀▀█"))
    }

    @Test(arguments: [(0, 29), (1, 29), (8, 232), (1_000, 29 * QRCode.maxScale)])
    func `the PNG is as large as its modules`(_ scale: Int, _ side: Int) throws {
        let png = try QRCode("a").png(scale: scale)
        #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        // The head of the picture: width and height, big-endian.
        let size = png[16..<24].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(size == UInt64(side) << 32 | UInt64(side))
        #expect(try png == QRCode("a").png(scale: scale))
    }
}
