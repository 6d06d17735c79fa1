import ArgumentParser
import Evidence
import RelyingApp
import Rulebook
import Signing

/// `relying scene policy`: what the party asks for in a scene, beyond the rules.
struct RelyingScenePolicy: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "policy", abstract: KeepingWords.policy)
    }

    @Argument(help: ArgumentHelp(SceneWords.code))
    var code: String
    @Argument(help: ArgumentHelp(KeepingWords.policyFile))
    var file: String?
    @Flag(help: ArgumentHelp(KeepingWords.noPolicy))
    var none = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let scene = SceneCode(code) else { throw SceneWords.badCode(code) }
        let opened = try desk.open()
        if let file {
            let policy = try ReadableJSON.read(file) { (value) throws(JSONError) in try Demands(readable: value) }
            try await opened.setPolicy(policy, of: scene)
        } else if none {
            try await opened.setPolicy(nil, of: scene)
        }
        let standing = try opened.policy(of: scene)
        var report = Report(KeepingWords.judged(code, byPolicy: standing != nil))
        if let standing {
            report.body = [standing.readable.pretty]
            report.meaning = try await warning(standing, opened)
        }
        report.json.append("policy", standing?.readable ?? .null)
        output.print(report)
    }

    /// What uses of this scene will meet at first; nil where the policy asks for no more than every quorum gives. A
    /// silent ledger takes nothing from what was set.
    private func warning(_ policy: Demands, _ opened: RelyingDesk) async throws -> String? {
        guard policy.leastAssurance > 0, let (first, most) = try? await opened.withstood() else { return nil }
        if policy.leastAssurance > most { return KeepingWords.neverMet(policy.leastAssurance, most) }
        return policy.leastAssurance > first ? KeepingWords.metLater(policy.leastAssurance, first) : nil
    }
}
