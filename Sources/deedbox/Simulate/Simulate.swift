import ArgumentParser
import Signing
import Simulation

/// `deedbox simulate`: plays runs of whole nodes in this process, each fixed by its seed.
struct Simulate: ParsableCommand {
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

    @Option(help: ArgumentHelp(SimulateWords.validators))
    var validators: Int?

    @Option(help: ArgumentHelp(SimulateWords.liars))
    var liars: Int?

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
        if let validators, !(1...20).contains(validators) { throw ValidationError(SimulateWords.badValidators) }
        if let liars, !(0...20).contains(liars) { throw ValidationError(SimulateWords.badLiars) }
        if let heights, !(1...1_000).contains(heights) { throw ValidationError(SimulateWords.badHeights) }
    }

    func run() throws {
        let first = seed ?? from
        let count = runs ?? 1
        var tally = RunTally()
        var line = ProgressLine(isShown: !output.isJSON && runs != nil)
        for number in 0..<count {
            let report = SimulatedRun.play(
                Scenario(seed: first &+ number, wishes), isTraced: trace || (runs == nil && !output.isJSON))
            for line in report.trace { Console.out(line + "\n") }
            tally.add(report)
            if runs == nil { output.print(SimulateWords.report(report)) }
            line.show(number, of: count)
        }
        line.end()
        if runs != nil { output.print(SimulateWords.report(tally)) }
        if let broken = tally.broken.first { throw SimulateWords.broken(broken.seed, broken.breach, options) }
    }

    private var wishes: ScenarioWishes {
        var wishes = ScenarioWishes()
        wishes.validators = validators
        wishes.liars = liars
        wishes.heights = heights
        wishes.hasRealKeys = realKeys
        wishes.isBeyondThreshold = beyondThreshold
        return wishes
    }

    /// What the command needs beside the seed to play a run again.
    private var options: String {
        var options = ""
        if let validators { options += " --validators \(validators)" }
        if let liars { options += " --liars \(liars)" }
        if let heights { options += " --heights \(heights)" }
        if realKeys { options += " --real-keys" }
        if beyondThreshold { options += " --beyond-threshold" }
        return options
    }
}
