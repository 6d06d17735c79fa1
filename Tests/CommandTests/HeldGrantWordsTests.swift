import Rulebook
import TestSupport
import Testing
import deedbox

/// What `validators change` says of the grants that were dealt to whoever leaves.
struct HeldGrantWordsTests {
    private let epoch = TestNetwork.network(validators: 4, faultModel: .byzantine).epoch

    private func lines(_ grants: Int?, staying: [Int], _ language: Language = .en) -> [String] {
        let validators = staying.map { TestNetwork.validator($0) }
        return Language.$current.withValue(language) { HeldGrantWords.lines(grants, [epoch], after: validators) }
    }

    @Test(arguments: Language.allCases)
    func `whoever leaves is told to go on for the grants dealt to it`(_ language: Language) {
        let lines = lines(12, staying: [1, 2, 3], language)
        #expect(lines.count == 2 && lines[0].contains("12") && lines[1].contains("node-4"))
        #expect(self.lines(nil, staying: [1, 2, 3], language).count == 2)
    }

    @Test(arguments: Language.allCases)
    func `too few who stay for a quorum of those dealt to is said of that epoch`(_ language: Language) {
        let lines = lines(12, staying: [1, 2], language)
        #expect(lines.count == 3)
        for fact in ["0", "4", "2", "3"] { #expect(lines.last?.contains(fact) == true) }
    }

    @Test func `without grants, or when nobody leaves, nothing is said`() {
        #expect(lines(0, staying: [1, 2]).isEmpty)
        #expect(lines(12, staying: [1, 2, 3, 4, 5]).isEmpty)
    }
}
