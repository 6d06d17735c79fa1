import ArgumentParser
import Foundation
import Signing
import Simulation

/// `deedbox simulate`: plays runs of whole nodes in this process, each fixed by its seed.
struct Simulate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "simulate", abstract: SimulateWords.abstract, discussion: SimulateWords.discussion)
    }

    @Option(help: ArgumentHelp(SimulateWords.seed))
    var seed: UInt64?

    @Option(help: ArgumentHelp(SimulateWords.runs))
    var runs: UInt64?

    @Option(help: ArgumentHelp(SimulateWords.from))
    var from: UInt64 = 1

    @Option(help: ArgumentHelp(SimulateWords.threads))
    var threads: Int?

    @Option(help: ArgumentHelp(SimulateWords.validators))
    var validators: Int?

    @Option(help: ArgumentHelp(SimulateWords.liars))
    var liars: Int?

    @Option(help: ArgumentHelp(SimulateWords.lie), transform: Simulate.kind)
    var lie: LyingKind?

    @Flag(help: ArgumentHelp(SimulateWords.twins))
    var twins = false

    @Option(help: ArgumentHelp(SimulateWords.heights))
    var heights: Int?

    @Flag(help: ArgumentHelp(SimulateWords.realKeys))
    var realKeys = false

    @Flag(help: ArgumentHelp(SimulateWords.beyond))
    var beyondThreshold = false

    @Flag(help: ArgumentHelp(SimulateWords.trace))
    var trace = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if seed != nil, runs != nil { throw ValidationError(SimulateWords.seedOrRuns) }
        if let threads, !(1...1_024).contains(threads) { throw ValidationError(SimulateWords.badThreads) }
        if let validators, !(1...20).contains(validators) { throw ValidationError(SimulateWords.badValidators) }
        if let liars, !(0...20).contains(liars) { throw ValidationError(SimulateWords.badLiars) }
        if lie != nil, twins { throw ValidationError(SimulateWords.lieOrTwins) }
        if let heights, !(1...1_000).contains(heights) { throw ValidationError(SimulateWords.badHeights) }
    }

    func run() async throws {
        let tally = if let runs { await play(runs) } else { playOne() }
        if let broken = tally.broken.first { throw SimulateWords.broken(broken.seed, broken.breach, options) }
    }

    private func playOne() -> RunTally {
        let report = SimulatedRun.play(Scenario(seed: seed ?? from, wishes), isTraced: trace || !output.isJSON)
        show(report)
        output.print(SimulateWords.report(report))
        var tally = RunTally()
        tally.add(report)
        return tally
    }

    /// Plays many runs, some at once. What comes of it is the same however many: the seed alone fixes each of them.
    private func play(_ count: UInt64) async -> RunTally {
        let atOnce = UInt64(trace ? 1 : threads ?? ProcessInfo.processInfo.activeProcessorCount)
        var progress = SearchProgress(of: count, isShown: !output.isJSON)
        let tally = await withTaskGroup(of: RunReport.self) { group in
            var tally = RunTally()
            var begun: UInt64 = 0
            while UInt64(tally.runs) < count {
                if begun < count, begun - UInt64(tally.runs) < atOnce {
                    let scenario = Scenario(seed: from &+ begun, wishes)
                    group.addTask { SimulatedRun.play(scenario, isTraced: trace) }
                    begun += 1
                } else if let report = await group.next() {
                    show(report)
                    progress.show(report)
                    tally.add(report)
                    progress.show(tally)
                }
            }
            return tally
        }
        progress.end()
        output.print(SimulateWords.report(tally))
        return tally
    }

    private func show(_ report: RunReport) { for line in report.trace { Console.out(line + "\n") } }

    private var wishes: ScenarioWishes {
        var wishes = ScenarioWishes()
        wishes.validators = validators
        wishes.liars = liars
        wishes.strategy = lie
        if lie != nil || twins { wishes.hasTwin = twins }
        wishes.heights = heights
        wishes.hasRealKeys = realKeys
        wishes.isBeyondThreshold = beyondThreshold
        return wishes
    }

    @Sendable private static func kind(_ text: String) throws -> LyingKind {
        guard let kind = LyingKind(rawValue: text) else { throw ValidationError(SimulateWords.badLie) }
        return kind
    }

    /// What the command needs beside the seed to play a run again.
    private var options: String {
        var options = ""
        if let validators { options += " --validators \(validators)" }
        if let liars { options += " --liars \(liars)" }
        if let lie { options += " --lie \(lie.rawValue)" }
        if twins { options += " --twins" }
        if let heights { options += " --heights \(heights)" }
        if realKeys { options += " --real-keys" }
        if beyondThreshold { options += " --beyond-threshold" }
        return options
    }
}
