import Accounts
import Foundation
import Hummingbird
import HummingbirdTesting
import Importing
import IssuingApp
import Signing
import Testing

/// What a table says stands in the pages of its import as text, whatever it looks like.
@Suite("Pages of an import")
struct ReportPageTests {
    private static let script = "<script>alert('1')</script>"

    /// An import with a script for a column's name in its second row, and markup in a value and in the file's name.
    private func imported() async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        let rows = [
            #"{"name":"示例","number":"N1","kind":"999","until":""}"#,
            #"{"name":"示例","number":"N2","kind":"999","until":"","\#(ReportPageTests.script)":"x"}"#,
            #"{"name":"=<b>\"&","number":"N3","kind":"999","until":""}"#,
        ]
        let path = fixture.folder.path + "/<em>&'.jsonl"
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let mapping = try fixture.mapping().readable.compact.replacing("\"kind\":\"csv\"", with: "\"kind\":\"jsonl\"")
        let run = try fixture.desk.startImport(
            path, mapping: try Mapping(parsing: Array(mapping.utf8)), isDry: false, by: fixture.clerk)
        #expect(run.accepted == 1 && run.faulty == 2)
        return fixture
    }

    @Test(arguments: ["/runs/1?lang=zh", "/runs/1?lang=en", "/runs?lang=zh"])
    func `markup in names and values is shown, and never taken for markup`(_ place: String) async throws {
        let fixture = try await imported()
        let token = try fixture.desk.accounts.addMachine(
            "reader", roles: [.clerk], expiry: fixture.desk.second + 1_000, by: fixture.admin, at: fixture.desk.second)
        let server = DeskServer(fixture.desk, logger: DeskServerTests.logger)
        try await server.application().test(.router) { client in
            let answer = try await client.execute(
                uri: place, method: .get, headers: [.accept: "text/html", .authorization: "Bearer " + token])
            let page = String(buffer: answer.body)
            #expect(answer.status == .ok)
            #expect(page.contains("&lt;em&gt;&amp;&#39;.jsonl") && !page.contains("<em"))
            #expect(!page.contains("<script") && !page.contains("<b>\"") && !page.contains("=<"))
            guard place.hasPrefix("/runs/1") else { return }
            #expect(page.contains("&lt;script&gt;alert("))
            #expect(page.contains("=&lt;") && page.contains("formula"))
        }
    }
}
