import Evidence
import Foundation
import Hummingbird
import Pages
import Rulebook
import Signing
import Testing

struct VerifierPageTests {
    private let page = VerifierPage.current

    /// What stands between two marks, of which each stands once.
    private func between(_ start: String, _ end: String) throws -> String {
        let behind = page.html.split(separator: start, omittingEmptySubsequences: false)
        try #require(behind.count == 2)
        let parts = behind[1].split(separator: end, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        return String(parts[0])
    }

    private func source(_ text: String) -> String {
        "'sha256-" + Base64.encode(SHA256.digest(text.utf8).bytes) + "'"
    }

    @Test func `the page may run its own script and style, and reach nothing`() throws {
        let (script, style) = (try between("<script>", "</script>"), try between("<style>", "</style>"))
        #expect(
            page.policy
                == "default-src 'none'; script-src \(source(script)); style-src \(source(style)); connect-src 'none'; "
                + "form-action 'none'; base-uri 'none'")
        #expect(page.html.contains("content=\"\(page.policy)\""))
        #expect(!page.html.contains("{{"))
        for word in ["fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "localStorage", "innerHTML", "eval("] {
            #expect(!script.contains(word))
        }
    }

    @Test func `every check, answer, state and reason stands in it with the words of the program`() throws {
        let script = try between("<script>", "</script>")
        let line = try #require(script.split(separator: "\n").first { $0.hasPrefix("const catalogue = ") })
        let text = line.dropFirst("const catalogue = ".count).dropLast()
        #expect(!text.contains("<"))
        let catalogue = try JSONElement(parsing: String(text), maxByteCount: 1 << 20).value
        func words(_ group: String, _ name: String, _ part: String? = nil) throws -> Bilingual {
            guard case .object(let all) = catalogue, case .object(let named)? = all[group],
                case .object(var found)? = named[name]
            else { throw Missing(name: name) }
            if let part {
                guard case .object(let inner)? = found[part] else { throw Missing(name: "\(name) \(part)") }
                found = inner
            }
            guard case .string(let zh)? = found["zh"], case .string(let en)? = found["en"] else {
                throw Missing(name: name)
            }
            return Bilingual(zh: zh, en: en)
        }
        for name in Check.Name.allCases { #expect(try words("checks", name.rawValue) == name.words) }
        for answer in Check.Answer.allCases { #expect(try words("answers", answer.rawValue) == answer.words) }
        for state in VerdictState.allCases { #expect(try words("states", state.rawValue) == state.words) }
        for reason in Reason.allCases {
            #expect(try words("reasons", reason.code, "cause") == reason.cause)
            #expect(try words("reasons", reason.code, "next") == reason.next)
            #expect(try words("reasons", reason.code, "actor") == reason.whoActs.words)
        }
    }

    @Test func `it is served with its policy, and in nobody's frame`() {
        let response = Response(page)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
        #expect(response.headers[.contentSecurityPolicy] == page.policy + "; frame-ancestors 'none'")
    }

    private struct Missing: Error {
        let name: String
    }
}
