import ArgumentParser
import Credentials
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying presentation`: plain requests to wallets of other makers, which nothing counts.
struct RelyingPresentationCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "presentation", abstract: RelyingPresentationWords.abstract,
            discussion: RelyingPresentationWords.discussion,
            subcommands: [
                RelyingPresentationKey.self, RelyingPresentationIssuers.self, RelyingPresentationOpen.self,
                RelyingPresentationShow.self,
                RelyingPresentationList.self,
            ])
    }
}

/// `relying presentation key`: by what plain requests are signed.
struct RelyingPresentationKey: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "key", abstract: RelyingPresentationWords.key)
    }

    @Option(help: ArgumentHelp(RelyingPresentationWords.keyFile, valueName: "file"))
    var key: String
    @Option(help: ArgumentHelp(RelyingPresentationWords.certificates, valueName: "file"))
    var certificates: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let signing = try StoredKey.key(key, for: .presentation, desk.passphrases)
        let client = try opened.takePresentationKey(
            signing.key, certificates: try CredentialFiles.certificates(certificates))
        var report = Report(tell("plain requests are signed by this key from now on", zh: "此后的未计次请求由该密钥签署"))
        report.fact(tell("client id", zh: "客户端标识"), client, "clientID")
        output.print(report)
    }
}

/// `relying presentation open`: opens a plain request, and prints its link.
struct RelyingPresentationOpen: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "open", abstract: RelyingPresentationWords.open,
            discussion: RelyingPresentationWords.openDiscussion)
    }

    @Option(help: ArgumentHelp(SceneWords.code))
    var scene: String
    @Option(help: ArgumentHelp(GrantWords.profile))
    var profile: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(RelyingPresentationWords.issuer, valueName: "url"))
    var issuer: [String]
    @Option(help: ArgumentHelp(RelyingPresentationWords.returnAddress, valueName: "url"))
    var returnTo: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let sceneCode = SceneCode(scene) else { throw SceneWords.badCode(scene) }
        guard let profileID = ProfileID(profile) else { throw GrantWords.badProfile(profile) }
        let opened = try desk.open()
        let (presentation, link) = try await opened.open(
            PresentationOrder(
                scene: sceneCode, profile: profileID, caseNumber: caseNumber,
                issuers: try issuer.map(RelyingPresentationWords.address),
                returnAddress: try returnTo.map(RelyingPresentationWords.address)))
        var report = Report(RelyingPresentationWords.opened, json: presentation.json(link: link))
        report.fact(tell("link", zh: "链接"), link.text())
        report.fact(tell("strict profile (HAIP)", zh: "严格规范（HAIP）"), link.text(PresentationLink.schemes[1]))
        report.fact(tell("request", zh: "请求标识"), presentation.id.description)
        report.fact(tell("until", zh: "有效期至"), UTCTime(seconds: presentation.ends).description)
        report.meaning = tell(Presentation.markMeaning)
        report.next = "deedbox relying presentation show \(presentation.id) \(desk.words)"
        output.print(report)
    }
}

/// `relying presentation show`: what was shown, with every check.
struct RelyingPresentationShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: RelyingPresentationWords.show)
    }

    @Argument(help: ArgumentHelp(RelyingPresentationWords.id))
    var id: String
    @Option(help: ArgumentHelp(RelyingPresentationWords.responseCode, valueName: "code"))
    var responseCode: String?
    @Flag(help: ArgumentHelp(RelyingWords.again))
    var again = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let session = SessionID(id) else { throw RelyingPresentationWords.badID(id) }
        let opened = try desk.open()
        var found = try opened.presentation(session, responseCode: responseCode)
        if again { found = try await opened.judgeAgain(found) }
        let link = try opened.link(to: found)
        var report = Report(RelyingPresentationWords.headline(found), json: found.json(link: link))
        report.fact(tell("case", zh: "案号"), found.matter.number)
        report.fact(tell("scene", zh: "场景"), found.scene.text + " / " + found.profile.text)
        report.fact(tell("state", zh: "状态"), RelyingPresentationWords.word(found.state))
        if let kept = found.keptUntil {
            report.fact(tell("kept until", zh: "留存至"), UTCTime(seconds: kept).description)
        }
        if let verdict = found.judged { report.body = RelyingPresentationWords.lines(verdict) }
        report.meaning = tell(Presentation.markMeaning)
        output.print(report)
    }
}

/// `relying presentation list`: the newest plain requests, or those of a case.
struct RelyingPresentationList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: RelyingPresentationWords.list)
    }

    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(RelyingWords.limit))
    var limit = 20
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let found = try opened.presentations(ofCase: caseNumber, limit: max(1, min(limit, 1_000)))
        var report = Report(RelyingPresentationWords.count(found.count))
        report.body = TextTable.lines(
            found.map { each in
                [
                    each.id.description, UTCTime(seconds: each.created).description, each.scene.text,
                    RelyingPresentationWords.word(each.state), tell(Presentation.mark),
                ]
            })
        for each in found {
            report.add("presentations", .object(each.json(link: try opened.link(to: each))))
        }
        output.print(report)
    }
}
