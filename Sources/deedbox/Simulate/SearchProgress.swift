import Simulation

/// How far a search is, its rate and the time left: one line on a terminal, elsewhere a line a minute.
struct SearchProgress {
    private let count: UInt64
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var line: ProgressLine

    init(of count: UInt64, isShown: Bool) {
        self.count = count
        self.isShown = isShown
        line = ProgressLine(isShown: isShown)
    }

    /// A broken rule is told at once, each on a line of its own.
    mutating func show(_ report: RunReport) {
        guard let breach = report.breaches.first else { return }
        line.end()
        Console.err(SimulateWords.breach(report.scenario.seed, breach) + "\n")
    }

    mutating func show(_ tally: RunTally) {
        line.show(UInt64(tally.runs), of: count)
        guard isShown, !line.isOnTerminal, last.duration(to: .now) > .seconds(60) else { return }
        last = .now
        let rate = Double(tally.runs) / max(0.001, start.duration(to: .now).seconds)
        let left = Double(count - UInt64(tally.runs)) / max(0.001, rate)
        Console.err(SimulateWords.progress(tally, of: count, rate: rate, secondsLeft: UInt64(left)) + "\n")
    }

    func end() { line.end() }
}
