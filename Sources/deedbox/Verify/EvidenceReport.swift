import Evidence
import Ledger
import Rulebook
import Signing

/// The verdict on the evidence of a use, for people and programs: each check with its answer, reason, block and time.
struct EvidenceReport {
    private let verdict: Evidence.Verdict
    /// Whether today counts for how the command ends.
    private let now: Bool
    private let names: ProvenNames
    private let isSample: Bool

    /// The report on evidence by who knows the ledger so far.
    init(
        _ evidence: EvidenceFile, from known: EpochWalk, demands: Demands = Demands(), as addressee: Addressee? = nil,
        now: Bool = false
    ) throws(EpochError) {
        verdict = try evidence.verdict(from: known, demands: demands, as: addressee)
        names = try evidence.names(from: known)
        isSample = known.network.genesis.isSample
        self.now = now
    }

    /// How the command ends.
    var status: ExitStatus {
        switch now ? verdict.answerNow : verdict.answer {
        case .yes: .ok
        case .no: .no
        case .unknown: .failed
        }
    }

    func report(_ path: String) -> Report {
        let place = verdict.asOf.map { ", " + EvidenceWords.at($0) } ?? ""
        var report = Report(tell(verdict.state.words) + tell(" as of the use", zh: "（截至使用时）") + place)
        if isSample {
            report.fact(tell("warning", zh: "警告"), EvidenceWords.sample)
            report.json.append("sample", .bool(true))
        }
        if let today = verdict.today { report.fact(tell("now", zh: "当前"), EvidenceWords.today(today)) }
        addUse(to: &report)
        report.body = EvidenceReport.table(verdict.checks)
        for (place, document) in verdict.documents.enumerated() {
            report.body.append(heading(place, document))
            report.body += EvidenceReport.table(document.checks)
            if let today = verdict.today(document.standing) {
                report.body.append("  " + tell("now: ", zh: "当前：") + EvidenceWords.today(today))
            }
            report.body += TextTable.lines(document.fields.map { [$0.path, EvidenceReport.shown($0.value)] })
        }
        if let reason = verdict.openReasons.first {
            report.meaning = tell(reason.cause)
            report.next = tell(reason.next)
        }
        addJSON(path, to: &report)
        return report
    }

    private func addUse(to report: inout Report) {
        guard let use = verdict.use else { return }
        report.fact(tell("relying party", zh: "用证方"), use.party.text, "party")
        report.fact(tell("grant", zh: "授权标识"), use.grant.description, "grant")
        report.fact(tell("use", zh: "使用序号"), use.index, "use")
        if let purpose = names.purpose { report.fact(tell("purpose", zh: "用途"), tell(purpose)) }
        if let height = use.asOf.height { report.fact(tell("block", zh: "区块"), height.value, "height") }
        report.fact(tell("time", zh: "时间"), Moment.text(ms: use.asOf.time), "time")
        report.fact(tell("withstands", zh: "可承受作恶"), UInt64(max(0, use.assurance)), "withstands")
        if let passing = verdict.passing { report.fact(tell("passed on to", zh: "已转交给"), passing.to.text) }
    }

    private func addJSON(_ path: String, to report: inout Report) {
        report.json.append("file", .string(path))
        report.json.append("answer", .string(verdict.answer.rawValue))
        report.json.append("state", .string(verdict.state.rawValue))
        if let now = verdict.now { report.json.append("now", EvidenceReport.json(now)) }
        if let passing = verdict.passing { report.json.append("passedOn", EvidenceReport.json(passing)) }
        report.json.append("checks", EvidenceReport.json(verdict.checks))
        report.json.append("documents", .array(verdict.documents.map(EvidenceReport.json)))
    }

    private func heading(_ place: Int, _ document: DocumentVerdict) -> String {
        let name = document.issuer.flatMap { names.issuers[$0] }.map { tell(" (\($0.en))", zh: "（\($0.zh)）") }
        let (type, issuer) = (document.type?.text ?? "—", (document.issuer?.text ?? "—") + (name ?? ""))
        return tell(document.state.words)
            + tell(
                ": document \(place + 1), \(type) by \(issuer)", zh: "：第 \(place + 1) 份文档，\(issuer) 签发的 \(type)")
    }

    private static func table(_ checks: [Evidence.Check]) -> [String] {
        TextTable.lines(
            checks.map { ["[" + tell($0.answer.words) + "]", tell($0.name.words), tell($0.fact) + place($0.asOf)] })
    }

    private static func place(_ asOf: AsOf?) -> String {
        guard let asOf else { return "" }
        let time = UTCTime(seconds: asOf.time / 1_000)
        guard let height = asOf.height else { return " · \(time)" }
        return tell(" · block \(height), \(time)", zh: " · 区块 \(height)，\(time)")
    }

    private static func shown(_ value: JSONValue) -> String {
        guard case .string(let text) = value else { return value.compact }
        return ConsoleWords.shown(text)
    }

    private static func json(_ checks: [Evidence.Check]) -> JSONValue {
        .array(
            checks.map { check in
                var json: JSONObject = [
                    "check": .string(check.name.rawValue), "answer": .string(check.answer.rawValue),
                    "fact": .string(tell(check.fact)),
                ]
                if let reason = check.reason {
                    json.append("reason", .string(reason.code))
                    json.append("actor", .string(reason.whoActs.rawValue))
                    json.append("next", .string(tell(reason.next)))
                }
                if let asOf = check.asOf { append(asOf, to: &json) }
                return .object(json)
            })
    }

    private static func json(_ standing: Standing) -> JSONValue {
        var json: JSONObject = ["state": .string(standing.state.rawValue)]
        append(standing.asOf, to: &json)
        if let since = standing.since {
            var place = JSONObject()
            append(since, to: &place)
            json.append("since", .object(place))
        }
        return .object(json)
    }

    private static func json(_ passing: ProvenPassing) -> JSONValue {
        var json: JSONObject = [
            "to": .string(passing.to.text), "leaf": .integer(Int64(passing.leaf.value)),
            "basis": .string(passing.ground == nil ? "leave" : "ground"),
        ]
        if let ground = passing.ground { json.append("ground", .string(ground.word)) }
        return .object(json)
    }

    private static func append(_ asOf: AsOf, to json: inout JSONObject) {
        if let height = asOf.height { json.append("height", .integer(Int64(height.value))) }
        json.append("time", .integer(Int64(clamping: asOf.time)))
    }

    private static func json(_ document: DocumentVerdict) -> JSONValue {
        var json: JSONObject = [
            "answer": .string(document.answer.rawValue), "state": .string(document.state.rawValue),
            "checks": self.json(document.checks),
            "fields": .array(
                document.fields.map { ["path": .string($0.path), "name": .string($0.name), "value": $0.value] }),
        ]
        if let standing = document.standing { json.append("now", self.json(standing)) }
        if let type = document.type { json.append("type", .string(type.text)) }
        if let issuer = document.issuer { json.append("issuer", .string(issuer.text)) }
        if let record = document.record { json.append("record", .integer(Int64(record.value))) }
        return .object(json)
    }
}
