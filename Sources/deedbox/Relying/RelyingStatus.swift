import ArgumentParser
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying status`: what became of requests.
struct RelyingStatus: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "status", abstract: RelyingWords.status)
    }

    @Argument(help: ArgumentHelp(RelyingWords.name))
    var name: String?
    @Option(help: ArgumentHelp(RelyingWords.limit))
    var limit = 20
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        guard let name else { return output.print(list(try opened.matters(limit: max(1, min(limit, 1_000))))) }
        let matters = try opened.matters(named: name)
        guard matters.count == 1, let matter = matters.first else { return output.print(list(matters)) }
        let end = try await end(of: matter, opened)
        var report = Report(RelyingWords.state(matter, end))
        report.describe(matter, end)
        if let staffed = try opened.staffed(matter.session) { report.describe(staffed, at: opened.second) }
        if let grant = matter.session.grant, matter.session.state == .granted {
            let found = try await opened.standing(of: grant)
            report.describe(found.grant, asOf: found.height)
            if end == nil {
                report.next = "deedbox relying use \(grant) \(desk.words)"
            }
        }
        output.print(report)
    }

    /// Why nothing more can be used of what was granted.
    private func end(of matter: Matter, _ opened: RelyingDesk) async throws -> GrantEnd? {
        guard let grant = matter.session.grant, matter.session.state == .granted else { return nil }
        let found = try await opened.standing(of: grant)
        return GrantEnd(found.grant, at: max(found.time, opened.second * 1_000))
    }

    private func list(_ matters: [Matter]) -> Report {
        var report = Report(RelyingWords.count(matters.count))
        report.body = TextTable.lines(
            matters.map { matter in
                [
                    matter.session.id.description, UTCTime(seconds: matter.session.created).description,
                    matter.session.scene.text, RelyingWords.word(matter.session.state),
                    matter.usesGranted.map { "\(matter.usesCounted) / \($0)" } ?? "–",
                ]
            },
            head: [TableHeads.request, TableHeads.begun, TableHeads.scene, TableHeads.state, TableHeads.uses])
        for matter in matters { report.add("requests", RelyingWords.json(matter)) }
        return report
    }
}

extension Report {
    /// What a request asked, and what came of it.
    mutating func describe(_ matter: Matter, _ end: GrantEnd? = nil) {
        let session = matter.session
        fact(tell("request", zh: "请求标识"), session.id.description, "session")
        fact(tell("case", zh: "案号"), session.matter.number, "case")
        fact(tell("scene", zh: "场景"), session.scene.text + " / " + session.profile.text)
        fact(tell("state", zh: "状态"), RelyingWords.word(session.state, end))
        json.append("state", .string(session.state.rawValue))
        if let end { json.append("end", .string(end.rawValue)) }
        json.append("scene", .string(session.scene.text))
        json.append("profile", .string(session.profile.text))
        if let grant = session.grant { fact(tell("grant", zh: "授权标识"), grant.description, "grant") }
        if let answer = matter.answer, answer.validators > 0 {
            fact(
                tell("deposit held by", zh: "密件持有"),
                tell(
                    "\(answer.words.count) of \(answer.validators)",
                    zh: "\(answer.validators) 家中 \(answer.words.count) 家"))
            json.append("acknowledgements", .integer(Int64(answer.words.count)))
            json.append("validators", .integer(Int64(answer.validators)))
        }
        if let height = matter.answer?.height { fact(tell("in block", zh: "区块"), height, "height") }
        if let refusal = matter.answers.last(where: { $0.state == .failed })?.refusal, matter.answer == nil {
            fact(tell("refused", zh: "被拒绝"), tell(refusal.detail.en, zh: refusal.detail.zh))
            json.append("code", .string(refusal.code))
        }
        for use in matter.uses { add("uses", RelyingWords.json(use)) }
        for fault in matter.faults { add("faults", RelyingWords.json(fault)) }
    }

    /// How a grant stands on the ledger.
    mutating func describe(_ grant: Grant?, asOf height: UInt64) {
        fact(tell("as of block", zh: "截至区块"), "\(height)")
        guard let grant else { return fact(tell("on the ledger", zh: "账本上"), tell("closed", zh: "已结案")) }
        fact(tell("uses counted", zh: "已计使用"), "\(grant.counted.count) / \(grant.uses)")
        fact(tell("until", zh: "有效期至"), UTCTime(seconds: grant.expiry).description)
        if let time = grant.withdrawn {
            fact(tell("withdrawn", zh: "已撤回"), Rulebook.UTCTime(seconds: time / 1_000).description)
        }
        if let until = grant.pausedUntil {
            fact(tell("paused until", zh: "暂停至"), UTCTime(seconds: until).description)
        }
        json.append("counted", .integer(Int64(grant.counted.count)))
        json.append("withdrawn", .bool(grant.withdrawn != nil))
    }
}
