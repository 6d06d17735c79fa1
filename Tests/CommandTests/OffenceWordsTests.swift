import NodeAPI
import Signing
import Testing
import deedbox

/// What `network status` and `validators show` say of validators that were proven to have lied.
struct OffenceWordsTests {
    private let heads = OffenceBody(member: "node-2", kind: "heads", place: 512, round: 0, height: 77, time: 1_500)
    private let votes = OffenceBody(member: "node-3", kind: "precommits", place: 9, round: 4, height: 11, time: 2_000)

    private func text(_ language: Language, _ offences: [OffenceBody], folders: [String] = []) -> String {
        Language.$current.withValue(language) { OffenceWords.lines(offences, folders: folders).joined(separator: "\n") }
    }

    @Test(arguments: Language.allCases)
    func `who lied, where, and what it signed is said, with the proof and the next step`(_ language: Language) {
        let text = text(language, [heads, votes], folders: ["data/node-1/data/evidence"])
        for part in ["node-2", "512", "77", "1970-01-01T00:00:01.500Z", "node-3", "9", "precommits", "11"] {
            #expect(text.contains(part))
        }
        #expect(text.contains("data/node-1/data/evidence"))
        #expect(text.contains("deedbox validators change --remove node-2 --remove node-3"))
    }

    @Test(arguments: ["prevotes", "precommits", "polkas", "amnesia", "heads"])
    func `each kind of lie has words of its own in both languages`(_ kind: String) {
        let offence = OffenceBody(member: "node-2", kind: kind, place: 7, round: 1, height: 8, time: 0)
        let (english, chinese) = (text(.en, [offence]), text(.zh, [offence]))
        #expect(english.contains("node-2 lied: "))
        #expect(!english.contains("lied: \(kind)"))
        #expect(chinese.contains("node-2 作恶：") && !chinese.contains("作恶：\(kind)"))
    }

    @Test func `without an offence nothing is said`() {
        #expect(text(.en, [], folders: ["data/node-1/data/evidence"]).isEmpty)
    }
}
