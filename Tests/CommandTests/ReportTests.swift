import Testing
import deedbox

struct ReportTests {
    @Test func `labels of either script end in one column`() {
        var report = Report("head")
        report.fact("密钥", "a")
        report.fact("key id", "b")
        #expect(report.text == "head\n  密钥    a\n  key id  b")
    }

    @Test func `nothing that a report tells steers the terminal`() {
        var report = Report("head")
        report.fact("column", "\u{1b}[2Jname\u{202e}\r")
        #expect(report.text == "head\n  column  \\u{1b}[2Jname\\u{202e}\\u{d}")
    }
}
