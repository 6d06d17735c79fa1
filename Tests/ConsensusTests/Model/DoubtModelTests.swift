import Testing

/// The bounds of the doubt rule, checked in every state of small networks: what is enough, and that less forks.
struct DoubtModelTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let model: DoubtModel
        let states: Int
        let forks: Int
        var testDescription: String { name }
    }

    static let safe: [Row] = [
        Row(
            name: "n=3 q=2, M + 3",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3), states: 58_323, forks: 0),
        Row(
            name: "n=4 q=3, a liar, M + 3: the same graph",
            model: DoubtModel(nodes: 3, liars: 1, quorum: 3, heights: 3), states: 58_323, forks: 0),
        Row(
            name: "n=3 q=2, heights above final blocks, M + 3",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, opensAboveFinal: true), states: 52_342, forks: 0),
        Row(
            name: "n=3 q=2, heights above final blocks: M + 2 would do",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, distance: 2, opensAboveFinal: true), states: 69_768,
            forks: 0),
    ]

    static let forking: [Row] = [
        Row(
            name: "M + 2",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 2, distance: 2), states: 5_965, forks: 80),
        Row(
            name: "M + 1",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 2, distance: 1), states: 11_245, forks: 626),
        Row(
            name: "M + 1, heights above final blocks",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 2, distance: 1, opensAboveFinal: true), states: 8_605,
            forks: 255),
        Row(
            name: "one answer too few at n=3",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, missing: 1), states: 72_513, forks: 520),
        Row(
            name: "one answer too few at n=4, heights above final blocks",
            model: DoubtModel(nodes: 3, liars: 1, quorum: 3, heights: 3, missing: 1, opensAboveFinal: true),
            states: 69_442, forks: 520),
        Row(
            name: "answers to an older question count",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, takesOldAnswers: true), states: 68_075, forks: 1_200),
        Row(
            name: "no doubt: it signs at once",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 2, signsAtOnce: true), states: 7_305, forks: 798),
    ]

    static let deep: [Row] = [
        Row(
            name: "n=3 q=2, four heights",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 4), states: 765_588, forks: 0),
        Row(
            name: "n=4 q=3, a liar, two losses",
            model: DoubtModel(nodes: 3, liars: 1, quorum: 3, heights: 3, losses: 2), states: 510_765, forks: 0),
        Row(
            name: "n=3 q=2, two losses, heights above final blocks",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, losses: 2, opensAboveFinal: true), states: 420_486,
            forks: 0),
        Row(
            name: "nodes in doubt answer",
            model: DoubtModel(nodes: 3, quorum: 2, heights: 3, losses: 2, doubtersAnswer: true), states: 715_389,
            forks: 7_902),
    ]

    @Test(arguments: safe)
    func `a node that forgets and comes back by the rule forks nothing in any state`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: 0))
    }

    @Test(arguments: forking)
    func `coming back earlier, or on less, forks, and the search finds it`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: row.forks))
    }

    @Test(.enabled(if: ModelTests.isNightly), arguments: deep)
    func `more heights and more losses change nothing`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: row.forks))
    }
}
