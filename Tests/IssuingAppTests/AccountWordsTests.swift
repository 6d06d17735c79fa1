import Accounts
import IssuingApp
import NodeAPI
import Rulebook
import Testing

struct AccountWordsTests {
    @Test func `a short password is told with the rule, in both languages`() {
        let words = DeskProblem(AccountRefusal.badPassword).words
        #expect(words.detail.en.contains("at least \(Password.minCount) characters"))
        #expect(words.detail.zh.contains("至少 \(Password.minCount) 个字符"))
    }

    @Test(arguments: [
        AccountRefusal.nameTaken("li.si"), .unknownName("li.si"), .badName("?"), .badPassword, .machineApprover,
        .badExpiry, .lastAdmin,
    ])
    func `no rule on accounts is told by its name in the code`(_ refusal: AccountRefusal) {
        let words = DeskProblem(refusal).words
        let name = "\(refusal)".prefix { $0.isLetter }
        for text in [words.detail.en, words.detail.zh, words.next.en, words.next.zh] {
            #expect(!text.contains(name))
            #expect(text.count > 3)
        }
    }
}
