import Foundation
import Pages
import Rulebook
import Signing
import Testing

/// What the clerk sees of what was shown.
struct CounterVerdictTests {
    private func page(_ value: String) -> String {
        let words = Bilingual(zh: "示例", en: "sample")
        let frame = CounterPage(desk: words, isChinese: true, clerk: "clerk-123456", token: "t")
        let document = CounterVerdictPage.Document(
            name: words, issuer: words, state: words, answer: .yes, now: nil,
            fields: [(Bilingual(zh: "持证人照片", en: "Portrait"), value)], checks: [])
        return CounterVerdictPage(
            frame, answer: .yes, state: words, asOf: words, now: .init(words: words, answer: .yes), facts: [],
            documents: [document], checks: [], remarks: [], place: "/counter"
        ).html
    }

    @Test func `a portrait is drawn, and what only looks like one stays a text`() {
        let picture = "data:image/png;base64," + Base64.encode([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])
        let drawn = page(picture)
        #expect(drawn.contains("<img class=\"portrait\" src=\"\(picture)\" alt=\"持证人照片\">"))
        #expect(drawn.components(separatedBy: picture).count == 2)
        for text in [
            "示例甲", "data:image/png;base64,AAAA", picture + "\" onerror=\"x", "data:image/svg+xml;base64,AAAA",
        ] { #expect(!page(text).contains("<img"), "\(text)") }
        #expect(page("<b>").contains("&lt;b&gt;"))
    }
}
