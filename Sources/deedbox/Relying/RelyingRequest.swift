import Accounts
import ArgumentParser
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying request`: opens a session for one wallet, and prints its link.
struct RelyingRequest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "request", abstract: RelyingWords.request, discussion: RelyingWords.requestExamples)
    }

    @Option(help: ArgumentHelp(SceneWords.code))
    var scene: String
    @Option(help: ArgumentHelp(GrantWords.profile))
    var profile: String
    @Option(help: ArgumentHelp(GrantWords.uses))
    var uses: UInt64 = 1
    @Option(help: ArgumentHelp(GrantWords.days))
    var days: UInt64 = 30
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(RelyingWords.text, valueName: "text"))
    var text: String?
    @Option(help: ArgumentHelp(RelyingWords.textEn, valueName: "text"))
    var textEn: String?
    @OptionGroup var counter: CounterOptions
    @OptionGroup var code: LinkCodeOptions
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let sceneCode = SceneCode(scene) else { throw SceneWords.badCode(scene) }
        guard let profileID = ProfileID(profile) else { throw GrantWords.badProfile(profile) }
        let opened = try desk.open()
        let place = try counter.order(opened)
        let order = SessionOrder(
            scene: sceneCode, profile: profileID, uses: uses, term: min(days, 1_000_000) * 86_400,
            caseNumber: caseNumber, text: try words(), counter: place)
        let (session, link) = try await open(order, opened)
        let life = session.ends - session.created
        var report = Report(place == nil ? RelyingWords.requested(life / 60) : CounterWords.requestedAtCounter(life))
        report.fact(tell("link", zh: "链接"), link.link, "link")
        report.fact(tell("as a web address", zh: "网址形式"), link.plain, "address")
        report.fact(tell("request", zh: "请求标识"), session.id.description, "session")
        report.fact(tell("until", zh: "有效期至"), UTCTime(seconds: session.ends).description, "ends")
        report.meaning = RelyingWords.requestedMeaning
        report.next = "deedbox relying status \(session.id) \(desk.words)"
        try code.print(report, link: link.link, output)
    }

    /// A request at a counter is a clerk's, whose number it gets; one from afar may be nobody's.
    private func open(
        _ order: SessionOrder, _ opened: RelyingDesk
    ) async throws -> (session: Session, link: RequestLink) {
        guard staff.isGiven || order.counter != nil else { return try await opened.open(order) }
        let caller = try staff.caller(in: opened.accounts, at: opened.second)
        try caller.must(.clerk)
        return try await opened.open(order, by: caller)
    }

    /// What the party says besides; one language stands for both.
    private func words() throws -> Bilingual? {
        guard let first = text ?? textEn else { return nil }
        let both = Bilingual(zh: text ?? first, en: textEn ?? first)
        guard max(both.zh.utf8.count, both.en.utf8.count) <= Bilingual.maxByteCount else {
            throw RelyingWords.longText(Bilingual.maxByteCount)
        }
        return both
    }
}
