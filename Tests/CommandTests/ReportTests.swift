import Testing
import deedbox

struct ReportTests {
    @Test func `labels of either script end in one column`() {
        var report = Report("head")
        report.fact("密钥", "a")
        report.fact("key id", "b")
        #expect(report.text == "head\n  密钥    a\n  key id  b")
    }
}
