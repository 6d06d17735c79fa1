import ArgumentParser
import NodeAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying scene`: the party's own scenes; without a verb a file is declared.
struct RelyingSceneCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "scene", abstract: RelyingWords.scene,
            subcommands: [
                RelyingSceneDeclare.self, RelyingSceneList.self, RelyingSceneAgreement.self, RelyingScenePolicy.self,
                RelyingSceneEnd.self,
            ],
            defaultSubcommand: RelyingSceneDeclare.self)
    }
}

/// `relying scene declare`.
struct RelyingSceneDeclare: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "declare", abstract: SceneWords.declare)
    }

    @Argument(help: ArgumentHelp(SceneWords.file))
    var file: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let scene = try ReadableJSON.read(file) { (value) throws(JSONError) in try Scene(readable: value) }
        let opened = try desk.open()
        let outcome = try await opened.declare(scene)
        var report = Report(SceneWords.declared(opened.member.text, scene.code.text))
        report.add(outcome)
        report.meaning = scene.isUnconditional ? SceneWords.declaredMeaning : SceneWords.declaredWaitsMeaning
        if !scene.isUnconditional {
            report.next = "deedbox scene approve \(file) --party \(opened.member) --key REGULATOR.key"
        }
        output.print(report)
    }
}

/// `relying scene end`.
struct RelyingSceneEnd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "end", abstract: SceneWords.end)
    }

    @Argument(help: ArgumentHelp(SceneWords.code))
    var code: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let scene = SceneCode(code) else { throw SceneWords.badCode(code) }
        let outcome = try await desk.open().end(scene)
        var report = Report(SceneWords.ended(code))
        report.add(outcome)
        output.print(report)
    }
}

/// `relying scene list`: the scenes of this party.
struct RelyingSceneList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: SceneWords.list)
    }

    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let settings = opened.configuration
        let scenes = try await NodeClient(settings.nodes).scenes().filter { $0.party == settings.member.text }
        let agreements = try scenes.map { try SceneCode($0.code).flatMap { try opened.agreement(of: $0) } }
        var report = Report(SceneWords.count(scenes.count))
        report.body = TextTable.lines(
            zip(scenes, agreements).map { scene, agreement in
                [
                    scene.code, tell(scene.purpose.en, zh: scene.purpose.zh),
                    scene.profiles.map(\.id).joined(separator: ", "), SceneWords.terms(scene.maxUses, scene.term),
                    SceneWords.state(scene), RelyingWords.agreement(agreement, at: opened.second),
                ]
            },
            head: [
                TableHeads.scene, TableHeads.purpose, tell("profiles", zh: "字段组"), TableHeads.terms, TableHeads.state,
                tell("agreement", zh: "协议"),
            ])
        for (scene, agreement) in zip(scenes, agreements) {
            report.add(
                "scenes",
                [
                    "code": .string(scene.code), "profiles": .array(scene.profiles.map { .string($0.id) }),
                    "maxUses": .integer(Int64(clamping: scene.maxUses)),
                    "termSeconds": .integer(Int64(clamping: scene.term)), "approved": .bool(scene.isApproved),
                    "ended": .bool(scene.ended != nil),
                    "agreementUntil": agreement.map { .string($0.description) } ?? .null,
                ])
        }
        output.print(report)
    }
}

extension Report {
    /// Where an act of the desk stands, as the node says.
    mutating func add(_ outcome: OutcomeBody) {
        if let height = outcome.height { fact(tell("final in block", zh: "已终局于区块"), height, "height") }
        if let index = outcome.index { fact(tell("leaf", zh: "条目"), index, "index") }
        if let assurance = outcome.assurance { AssuranceWords.add(assurance, to: &self) }
        if let id = outcome.id { json.append("statement", .string(id)) }
    }
}
