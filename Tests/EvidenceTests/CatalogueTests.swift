import Evidence
import Rulebook
import Testing

/// The closed catalogue of what can be wrong with a use.
struct CatalogueTests {
    @Test(arguments: Reason.allCases)
    func `each reason says what is wrong and what to do, in both languages`(_ reason: Reason) {
        for words in [reason.cause, reason.next, reason.whoActs.words] {
            #expect(!words.zh.isEmpty && words.zh.utf8.contains { $0 > 0x7f })
            #expect(!words.en.isEmpty && words.en.utf8.allSatisfy { $0 < 0x80 })
        }
        #expect(reason.code.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x2d })
        #expect(reason.state != .valid)
    }

    @Test func `no two reasons have one code or one cause`() {
        #expect(Set(Reason.allCases.map(\.code)).count == Reason.allCases.count)
        #expect(Set(Reason.allCases.map(\.cause)).count == Reason.allCases.count)
        #expect(Reason.notAddressedToMe.code == "not-addressed-to-me")
    }

    @Test func `each question, answer and state has its words`() {
        let words = Check.Name.allCases.map(\.words) + Check.Answer.allCases.map(\.words)
        let all = words + VerdictState.allCases.map(\.words)
        #expect(all.allSatisfy { !$0.zh.isEmpty && !$0.en.isEmpty })
        #expect(Set(Check.Name.allCases.map(\.words)).count == Check.Name.allCases.count)
        #expect(Set(VerdictState.allCases.map(\.words)).count == VerdictState.allCases.count)
    }
}
