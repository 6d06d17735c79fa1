import Simulation

/// What a replay does, fixed by its seed: the decisions of banks about loans, and the requests that each of them takes.
package struct ReplayPlan: Hashable, Sendable {
    /// The scenes of each bank, 31 of 20 banks.
    package static let scenes = [Int](repeating: 2, count: 11) + [Int](repeating: 1, count: 9)

    /// By bank, each in the order in which it comes to them.
    package private(set) var requests: [[ReplayRequest]]
    /// How many decisions took them.
    package private(set) var decisions = 0

    /// Draws so many requests, 2.47 for a decision on average.
    package init(requests count: Int, seed: UInt64) {
        requests = ReplayPlan.scenes.map { _ in [] }
        var numbers = SeededNumbers(run: seed)
        let products = ReplayPlan.scenes.enumerated().flatMap { bank, scenes in (0..<scenes).map { (bank, $0) } }
        var left = count
        while left > 0 {
            let (bank, scene) = products[Int(numbers.below(UInt64(products.count)))]
            let taken = min(left, ReplayPlan.requestsOfDecision(numbers.below(100)))
            for _ in 0..<taken { requests[bank].append(ReplayRequest(scene: scene, &numbers)) }
            decisions += 1
            left -= taken
        }
    }

    /// One to four requests: 2.47 on average.
    private static func requestsOfDecision(_ share: UInt64) -> Int {
        switch share {
        case ..<20: 1
        case ..<53: 2
        case ..<80: 3
        default: 4
        }
    }
}

/// One request to a holder, and what comes of it.
package struct ReplayRequest: Hashable, Sendable {
    /// Which of its bank's scenes.
    package let scene: Int
    /// How many uses the holder allows.
    package let uses: UInt64
    package let ending: Ending
    /// True when one of its uses is sent again, and tried by another statement.
    package let isTriedAgain: Bool

    /// How a request ends.
    package enum Ending: Hashable, Sendable {
        /// All uses are counted.
        case usedUp
        /// The holder does not agree.
        case refused
        /// The holder withdraws after so many uses, fewer than were allowed.
        case withdrawn(after: UInt64)
    }

    init(scene: Int, _ numbers: inout SeededNumbers) {
        self.scene = scene
        let share = numbers.below(100)
        uses = share < 80 ? 1 : share < 95 ? 2 : BenchSetup.mostUses
        let fate = numbers.below(100)
        ending = fate < 3 ? .refused : fate < 7 ? .withdrawn(after: numbers.below(uses)) : .usedUp
        isTriedAgain = numbers.below(16) == 0
    }

    /// How many uses are counted in the end.
    package var counted: UInt64 {
        switch ending {
        case .usedUp: uses
        case .refused: 0
        case .withdrawn(let count): count
        }
    }

    /// The rule that refuses one use more.
    package var rule: String {
        switch ending {
        case .usedUp: "used-up"
        case .refused: "request-refused"
        case .withdrawn: "grant-withdrawn"
        }
    }
}
