import Foundation
import Testing

/// The table of machine-checked counts: every row that a few seconds allow, in exactly these numbers.
struct ModelTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let model: AgreementModel
        let states: Int
        let forks: Int
        var testDescription: String { name }
    }

    static let safe: [Row] = [
        Row(name: "n=3 q=2, 3 rounds", model: AgreementModel(nodes: 3, quorum: 2, rounds: 3), states: 45_484, forks: 0),
        Row(
            name: "n=4 q=3, a liar, 3 rounds: the same graph",
            model: AgreementModel(nodes: 3, liars: 1, quorum: 3, rounds: 3), states: 45_484, forks: 0),
        Row(
            name: "n=5 q=4, a liar, 3 rounds", model: AgreementModel(nodes: 4, liars: 1, quorum: 4, rounds: 3),
            states: 257_679, forks: 0),
        Row(name: "n=5 q=3, 2 rounds", model: AgreementModel(nodes: 5, quorum: 3, rounds: 2), states: 30_277, forks: 0),
        Row(
            name: "n=7 q=5, two liars, 2 rounds", model: AgreementModel(nodes: 5, liars: 2, quorum: 5, rounds: 2),
            states: 30_277, forks: 0),
        Row(
            name: "a quorum of nil prevotes unlocks, but locked nodes prevote their lock: safe only together",
            model: AgreementModel(
                nodes: 3, quorum: 2, rounds: 3, rules: ModelRules(unlocksOnNil: true, prevotesLock: true)),
            states: 188_323, forks: 0),
        Row(
            name: "a polka of any round locks, 2 rounds: not deep enough to see the fork",
            model: AgreementModel(nodes: 3, quorum: 2, rounds: 2, rules: ModelRules(locksByOldPolka: true)),
            states: 1_805, forks: 0),
    ]

    static let forking: [Row] = [
        Row(
            name: "n=3 q=2, a liar, 2 rounds", model: AgreementModel(nodes: 2, liars: 1, quorum: 2, rounds: 2),
            states: 384, forks: 143),
        Row(
            name: "n=3 q=2, a node cloned, 2 rounds",
            model: AgreementModel(nodes: 4, twins: 2, quorum: 2, rounds: 2), states: 98_905, forks: 13_629),
        Row(
            name: "n=5 q=3, a liar, 2 rounds: 2f + 1", model: AgreementModel(nodes: 4, liars: 1, quorum: 3, rounds: 2),
            states: 27_706, forks: 5_678),
        Row(
            name: "n=6 q=3, a liar, 1 round", model: AgreementModel(nodes: 5, liars: 1, quorum: 3, rounds: 1),
            states: 204, forks: 23),
        Row(name: "n=3 q=1, 1 round", model: AgreementModel(nodes: 3, quorum: 1, rounds: 1), states: 50, forks: 14),
        Row(
            name: "locks ignored, 2 rounds",
            model: AgreementModel(nodes: 3, quorum: 2, rounds: 2, rules: ModelRules(ignoresLocks: true)),
            states: 1_491, forks: 149),
        Row(
            name: "a quorum of nil prevotes unlocks, 3 rounds",
            model: AgreementModel(nodes: 3, quorum: 2, rounds: 3, rules: ModelRules(unlocksOnNil: true)),
            states: 374_705, forks: 3_595),
        Row(
            name: "a polka of any round locks, 3 rounds",
            model: AgreementModel(nodes: 3, quorum: 2, rounds: 3, rules: ModelRules(locksByOldPolka: true)),
            states: 347_953, forks: 26_594),
    ]

    @Test(arguments: safe)
    func `no two blocks are decided in any state`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: 0))
    }

    @Test(arguments: forking)
    func `a model beyond its quorum or with a wrong rule forks, and the search finds it`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: row.forks))
    }

    @Test func `valid rounds in votes alone explain every fork, but accuse honest nodes too`() {
        for (nodes, liars, quorum) in [(2, 1, 2), (2, 2, 3)] {
            let model = AgreementModel(
                nodes: nodes, liars: liars, quorum: quorum, rounds: 3, rules: .accountable)
            #expect(
                model.search(checkingAccounts: true)
                    == ModelCount(states: 142_578, forks: 63_201, unexplained: 0, framed: 6_862))
        }
    }

    @Test func `strict locking explains every fork and accuses no honest node`() {
        let model = AgreementModel(nodes: 2, liars: 1, quorum: 2, rounds: 3, rules: .recommended)
        #expect(
            model.search(checkingAccounts: true)
                == ModelCount(states: 46_760, forks: 20_129, unexplained: 0, framed: 0))
    }

    static let isNightly = ProcessInfo.processInfo.environment["DEEDBOX_NIGHTLY"] == "1"

    /// Four rounds; minutes and gigabytes, so only where `DEEDBOX_NIGHTLY=1`.
    @Test(
        .enabled(if: isNightly),
        arguments: [
            Row(
                name: "n=3 q=2, 4 rounds", model: AgreementModel(nodes: 3, quorum: 2, rounds: 4), states: 2_286_346,
                forks: 0),
            Row(
                name: "n=4 q=3, a liar, 4 rounds, the recommended rules",
                model: AgreementModel(nodes: 3, liars: 1, quorum: 3, rounds: 4, rules: .recommended),
                states: 18_131_739, forks: 0),
            Row(
                name: "n=4 q=3, a node cloned, 3 rounds",
                model: AgreementModel(nodes: 5, twins: 2, quorum: 3, rounds: 3), states: 101_842_858, forks: 0),
        ])
    func `no two blocks are decided at the full depth`(_ row: Row) {
        #expect(row.model.search() == ModelCount(states: row.states, forks: row.forks))
    }

    @Test(.enabled(if: isNightly))
    func `the accounts are the same at the full depth`() {
        let strict = AgreementModel(nodes: 2, liars: 1, quorum: 2, rounds: 4, rules: .recommended)
        #expect(
            strict.search(checkingAccounts: true)
                == ModelCount(states: 4_258_131, forks: 2_137_591, unexplained: 0, framed: 0))
        let published = AgreementModel(nodes: 2, liars: 1, quorum: 2, rounds: 4, rules: .accountable)
        #expect(
            published.search(checkingAccounts: true)
                == ModelCount(states: 36_648_267, forks: 17_863_783, unexplained: 0, framed: 4_776_190))
    }
}
