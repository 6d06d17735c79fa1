import Testing

/// The rules of cosigning in every state of small networks, whoever orders; and what each mistake leads to.
///
/// The counts were derived beforehand by a program of its own, from the words in `CosignatureModel`.
struct CosignatureModelTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let model: CosignatureModel
        let count: CosignatureCount
        var testDescription: String { name }
    }

    static let safe: [Row] = [
        Row(
            name: "n=3 q=2, two stops", model: CosignatureModel(nodes: 3, quorum: 2, stops: 2),
            count: CosignatureCount(states: 15_812)),
        Row(
            name: "n=4 q=3, a liar, two stops: the same graph",
            model: CosignatureModel(nodes: 3, liars: 1, quorum: 3, stops: 2),
            count: CosignatureCount(states: 15_812)),
        Row(
            name: "n=3 q=2, two heights, a stop", model: CosignatureModel(nodes: 3, quorum: 2, heights: 2),
            count: CosignatureCount(states: 248_088)),
        Row(
            name: "n=4 q=3, a stop", model: CosignatureModel(nodes: 4, quorum: 3),
            count: CosignatureCount(states: 11_170)),
        Row(
            name: "n=7 q=5, two liars, a stop", model: CosignatureModel(nodes: 5, liars: 2, quorum: 5),
            count: CosignatureCount(states: 50_055)),
    ]

    /// Honest nodes keep every rule, and yet two blocks of a height become final.
    static let beyond: [Row] = [
        Row(
            name: "n=3 q=2, a liar", model: CosignatureModel(nodes: 2, liars: 1, quorum: 2),
            count: CosignatureCount(states: 592, forks: 43)),
        Row(
            name: "n=4 q=2, a liar", model: CosignatureModel(nodes: 3, liars: 1, quorum: 2),
            count: CosignatureCount(states: 5_774, forks: 1_004)),
        Row(
            name: "n=3 q=1", model: CosignatureModel(nodes: 3, quorum: 1, stops: 0),
            count: CosignatureCount(states: 443, forks: 41)),
    ]

    static let mistaken: [Row] = [
        Row(
            name: "the record is not read after a stop",
            model: CosignatureModel(nodes: 3, quorum: 2, mistake: .forgetsRecord),
            count: CosignatureCount(states: 2_942, forks: 16, contradicted: 206, rewritten: 146)),
        Row(
            name: "asked again, it signs once more", model: CosignatureModel(nodes: 3, quorum: 2, mistake: .signsAnew),
            count: CosignatureCount(states: 3_225, rewritten: 146)),
        Row(
            name: "another block at the height of the record",
            model: CosignatureModel(nodes: 3, quorum: 2, mistake: .signsOtherBlock),
            count: CosignatureCount(states: 3_294, forks: 16, contradicted: 206)),
        Row(
            name: "a block below the height of the record",
            model: CosignatureModel(nodes: 2, quorum: 2, heights: 2, mistake: .signsLowerHeight),
            count: CosignatureCount(states: 5_569, contradicted: 244, rewritten: 1_260)),
        Row(
            name: "released before the record is durable",
            model: CosignatureModel(nodes: 3, quorum: 2, mistake: .releasesUnrecorded),
            count: CosignatureCount(states: 6_691, forks: 27, contradicted: 432, rewritten: 416)),
        Row(
            name: "signed as decided, not as stored",
            model: CosignatureModel(nodes: 3, quorum: 2, mistake: .signsUnstored),
            count: CosignatureCount(states: 6_280, unstored: 1_294)),
        Row(
            name: "the log signature below the quorum",
            model: CosignatureModel(nodes: 4, quorum: 3, stops: 0, mistake: .logSignsBelowQuorum),
            count: CosignatureCount(states: 1_261, early: 285)),
        Row(
            name: "a cosigner counts as often as its word comes",
            model: CosignatureModel(nodes: 4, quorum: 3, stops: 0, mistake: .countsWords),
            count: CosignatureCount(states: 2_438, early: 1_462)),
    ]

    @Test(arguments: safe)
    func `cosignatures alone keep two blocks of a height from being final, whoever orders and whenever nodes stop`(
        _ row: Row
    ) {
        #expect(row.model.search() == row.count)
    }

    @Test(arguments: beyond)
    func `more liars than the quorum allows, or a smaller quorum, fork what no honest node contradicts`(_ row: Row) {
        #expect(row.model.search() == row.count)
    }

    @Test(arguments: mistaken)
    func `the search finds what each mistake leads to`(_ row: Row) {
        #expect(row.model.search() == row.count)
        var sound = row.model
        sound.mistake = nil
        let count = sound.search()
        #expect(count == CosignatureCount(states: count.states))
    }

    @Test func `every mistake has its row`() {
        #expect(CosignatureModelTests.mistaken.compactMap(\.model.mistake) == CosignatureMistake.allCases)
    }

    @Test func `the guard attests in every state what the model signs, the same bytes when asked again, and no more`()
        throws
    {
        var replay = try #require(CosignatureReplay())
        let count = try replay.run()
        #expect(count == CosignatureReplayCount(states: 4_776, attested: 7_260, refused: 10_620))
        #expect(count.states == replay.searched)
    }
}
