/// What a load brought.
struct BenchResult {
    /// In the order in which they came.
    private let answers: [BenchAnswer]
    private let start: ContinuousClock.Instant
    /// Ascending.
    private let latencies: [Duration]

    init(_ answers: [BenchAnswer], since start: ContinuousClock.Instant) {
        self.answers = answers.sorted { $0.end < $1.end }
        self.start = start
        latencies = answers.map { $0.begin.duration(to: $0.end) }.sorted()
    }

    var finalCount: Int { answers.reduce(0) { $0 + $1.finalCount } }
    var seconds: Double { answers.last.map { start.duration(to: $0.end).seconds } ?? 0 }

    /// The latency below which that share of the requests stayed, in milliseconds.
    func percentile(_ share: Double) -> Double {
        guard !latencies.isEmpty else { return 0 }
        let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
        return latencies[index].seconds * 1_000
    }

    /// The longest time in which no answer came, with the rates of what became final before and after it.
    var longestPause: (milliseconds: Double, before: Double, after: Double) {
        let pauses = zip(answers, answers.dropFirst()).map { $0.end.duration(to: $1.end) }
        guard let longest = pauses.max(), let position = pauses.firstIndex(of: longest) else { return (0, 0, 0) }
        let (early, late) = (answers[...position], answers[(position + 1)...])
        let before = start.duration(to: answers[position].end).seconds
        let after = answers[position + 1].end.duration(to: answers[answers.count - 1].end).seconds
        return (
            longest.seconds * 1_000, Double(early.reduce(0) { $0 + $1.finalCount }) / max(before, 0.001),
            Double(late.dropFirst().reduce(0) { $0 + $1.finalCount }) / max(after, 0.001)
        )
    }

    /// The latencies in one line.
    var latencyLine: String {
        "  request latency ms  p50 \(percentile(0.5).shown())  p99 \(percentile(0.99).shown())"
    }
}
