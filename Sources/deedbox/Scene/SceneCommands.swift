import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox scene`: what a relying party says in advance that it will ask.
struct SceneCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "scene", abstract: SceneWords.abstract,
            subcommands: [SceneDeclare.self, SceneApprove.self, SceneEnd.self, SceneList.self])
    }
}

/// `deedbox scene declare`.
struct SceneDeclare: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "declare", abstract: SceneWords.declare, discussion: SceneWords.declareExamples)
    }

    @Argument(help: ArgumentHelp(SceneWords.file))
    var file: String
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let scene = try ReadableJSON.read(file) { (value) throws(JSONError) in try Scene(readable: value) }
        let signer = try signer.open()
        let act = Act.declareScene(DeclareScene(scene: scene))
        let outcome = try await address.session().send(act, by: signer)
        var report = Report(SceneWords.declared(signer.member.text, scene.code.text))
        outcome.add(to: &report)
        report.meaning = scene.isUnconditional ? SceneWords.declaredMeaning : SceneWords.declaredWaitsMeaning
        if !scene.isUnconditional {
            report.next = "deedbox scene approve \(file) --party \(signer.member) --key REGULATOR.key"
        }
        output.print(report)
    }
}

/// `deedbox scene end`.
struct SceneEnd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "end", abstract: SceneWords.end)
    }

    @Argument(help: ArgumentHelp(SceneWords.code))
    var code: String
    @Option(help: ArgumentHelp(SceneWords.partyOfEnd))
    var party: String?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let scene = SceneCode(code) else { throw SceneWords.badCode(code) }
        let signer = try signer.open()
        let party = try party.map { try SceneWords.member($0) } ?? signer.member
        let outcome = try await address.session().send(.endScene(EndScene(party: party, code: scene)), by: signer)
        var report = Report(SceneWords.ended(code))
        outcome.add(to: &report)
        output.print(report)
    }
}

/// `deedbox scene approve`: a regulator approves exactly the scene that it has read, in the party's own file.
struct SceneApprove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "approve", abstract: SceneWords.approve, discussion: SceneWords.approveExamples)
    }

    @Argument(help: ArgumentHelp(SceneWords.file))
    var file: String
    @Option(help: ArgumentHelp(SceneWords.party))
    var party: String
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let scene = try ReadableJSON.read(file) { (value) throws(JSONError) in try Scene(readable: value) }
        let act = Act.approveScene(
            ApproveScene(party: try SceneWords.member(party), code: scene.code, scene: scene.digest))
        let outcome = try await address.session().send(act, by: try signer.open())
        var report = Report(SceneWords.approved(party, scene.code.text))
        outcome.add(to: &report)
        report.fact(tell("digest", zh: "摘要"), scene.digest.hex, "digest")
        report.meaning = SceneWords.approvedMeaning
        output.print(report)
    }
}

/// `deedbox scene list`.
struct SceneList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: SceneWords.list)
    }

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let scenes = try await address.session().client.scenes()
        var report = Report(SceneWords.count(scenes.count))
        report.body = TextTable.lines(
            scenes.map { scene in
                [
                    scene.party, scene.code, tell(scene.purpose.en, zh: scene.purpose.zh),
                    SceneWords.terms(scene.maxUses, scene.term), SceneWords.state(scene),
                ]
            },
            head: [TableHeads.party, TableHeads.scene, TableHeads.purpose, TableHeads.terms, TableHeads.state])
        report.json.append(
            "scenes",
            .array(
                scenes.map {
                    [
                        "party": .string($0.party), "code": .string($0.code),
                        "purpose": ["zh": .string($0.purpose.zh), "en": .string($0.purpose.en)],
                        "profiles": .array($0.profiles.map { .string($0.id) }),
                        "maxUses": .integer(Int64(clamping: $0.maxUses)),
                        "termSeconds": .integer(Int64(clamping: $0.term)),
                        "minimumIntervalSeconds": .integer(Int64(clamping: $0.minimumInterval)),
                        "retentionDays": .integer(Int64(clamping: $0.retentionDays)),
                        "digest": .string($0.digest), "approved": .bool($0.isApproved),
                        "ended": .bool($0.ended != nil),
                    ]
                }))
        output.print(report)
    }
}

/// Words of the noun `scene`.
enum SceneWords {
    static var abstract: String { tell("Declared matters of relying parties.", zh: "用证方声明的用证场景。") }
    static var declare: String { tell("Declare a scene.", zh: "声明场景。") }
    static var declareExamples: String {
        ConsoleWords.examples("deedbox scene declare genesis/sample/scene.json --key bank.key")
    }
    static var approve: String { tell("Approve a scene as a regulator.", zh: "以监管方身份批准场景。") }
    static var approveExamples: String {
        ConsoleWords.examples(
            "deedbox scene approve genesis/sample/scene.json --party bank --key regulator.key")
    }
    static var party: String { tell("The relying party that declared it.", zh: "声明该场景的用证方。") }
    static var partyOfEnd: String {
        tell(
            "The relying party that declared it; a regulator names it, the party itself need not.",
            zh: "声明该场景的用证方；监管方须写明，用证方自己不必。")
    }
    static var end: String { tell("End a scene, and with it every grant below it.", zh: "终止场景及其下的全部授权。") }
    static var list: String { tell("List the scenes.", zh: "列出场景。") }
    static var file: String { tell("A file of the form deedbox-scene/1.", zh: "deedbox-scene/1 格式的文件。") }
    static var code: String { tell("The scene's code.", zh: "场景代码。") }
    static var declaredMeaning: String {
        tell(
            "A request beyond this scene is an invalid statement on every node, not a question of good will.",
            zh: "超出该场景的请求在每个节点上都是无效声明，而不取决于自觉。")
    }

    static var declaredWaitsMeaning: String {
        tell(
            "It asks for more than public facts: no grant below it is accepted before a regulator approves it.",
            zh: "该场景用到非公开事项：在监管方批准之前，任何节点都不接受其下的授权。")
    }
    static var approvedMeaning: String {
        tell("From this block on the party may ask holders for grants below it.", zh: "自该区块起，用证方可以在其下请求授权。")
    }

    static func approved(_ party: String, _ code: String) -> String {
        tell("The scene \(code) of \(party) is approved", zh: "已批准 \(party) 的场景 \(code)")
    }
    static func state(_ scene: SceneBody) -> String {
        if scene.ended != nil { return tell("ended", zh: "已终止") }
        return scene.isApproved ? "" : tell("waits for approval", zh: "待批准")
    }
    static func member(_ text: String) throws -> MemberID {
        guard let id = MemberID(text) else { throw NodeWords.badMember(text) }
        return id
    }
    static func declared(_ party: String, _ code: String) -> String {
        tell("\(party) has declared the scene \(code)", zh: "\(party) 已声明场景 \(code)")
    }
    static func ended(_ code: String) -> String { tell("The scene \(code) has ended", zh: "场景 \(code) 已终止") }
    static func count(_ count: Int) -> String { tell("\(counted(count, "scene"))", zh: "\(count) 个场景") }
    static func terms(_ uses: UInt64, _ term: UInt64) -> String {
        let days = term / 86_400
        return tell(
            "\(counted(Int(clamping: uses), "use")) in \(counted(Int(clamping: days), "day"))",
            zh: "\(days) 天内 \(uses) 次")
    }
    static func badCode(_ text: String) -> CommandError {
        .usage(tell("'\(text)' is not a scene code: \(SceneCode.form)", zh: "“\(text)”不是场景代码：\(SceneCode.form)"))
    }
}
