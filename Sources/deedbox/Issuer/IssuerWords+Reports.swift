import Accounts
import IssuingApp
import Rulebook
import Signing

extension IssuerWords {
    static func roles(_ text: String) throws -> Set<StaffRole> {
        guard let roles = StaffRole.roles(text) else {
            throw CommandError.usage(
                tell("\"\(text)\" is no role, nor a list of roles", zh: "“\(text)”不是角色"),
                next: tell("--roles with some of ", zh: "--roles 取以下角色：") + IssuerWords.roles)
        }
        return roles
    }

    /// A new secret, for the app on the person's phone.
    static func secret(_ name: String, _ secret: CodeSecret, _ desk: Desk) -> Report {
        IssuerWords.secret(name, secret, of: desk.configuration.name)
    }

    /// The secret of a new or reset member of a desk's staff.
    static func secret(_ name: String, _ secret: CodeSecret, of desk: Bilingual) -> Report {
        var report = Report(tell("The secret for \(name)'s app; it is told once", zh: "\(name) 的动态码密钥，仅显示一次"))
        report.fact(tell("secret", zh: "密钥"), secret.base32, "secret")
        report.fact(
            tell("address", zh: "地址"), secret.address(issuer: desk.en, account: name), "address")
        return report
    }

    /// What came of an import.
    static func imported(_ run: DeskAnswer, _ options: DeskOptions) -> Report {
        let isDry = run["dry"] == "✓"
        var report = run.report(
            isDry ? tell("Dry run: no document was made", zh: "试运行：未生成文档") : tell("Imported", zh: "导入完成"))
        report.fact(tell("run", zh: "批次"), run["run"])
        report.fact(tell("rows read", zh: "读取行数"), run["read"])
        report.fact(tell("accepted", zh: "合格"), run["accepted"])
        report.fact(tell("held back", zh: "退回"), run["faulty"])
        report.fact(tell("repeated", zh: "重复"), run["repeated"])
        report.fact(tell("blank", zh: "空行"), run["blank"])
        report.body = faults(run)
        report.next = isDry ? nil : "deedbox issuer mint " + options.words
        return report
    }

    /// How many faults there are of each rule, and the first of them; a row may have several.
    private static func faults(_ run: DeskAnswer) -> [String] {
        let rules = run.inner("rules")
        let counts = rules.object.members.map { ($0.name, rules.number($0.name) ?? 0) }
        let total = counts.reduce(0) { $0 + $1.1 }
        guard total > 0 else { return [] }
        let shown = run.items("faults").prefix(20)
        let rows = shown.map { fault in
            let name = fault.object["fieldName"] == .null ? "" : " " + fault.words("fieldName")
            return [
                tell("row \(fault["row"])", zh: "第 \(fault["row"]) 行"), fault["field"] + name, fault["rule"],
                fault["value"], tell(fault["en"], zh: fault["zh"]),
            ]
        }
        let rest = total - UInt64(shown.count)
        let more = tell(
            "  … and \(rest) more; --report FOLDER writes all of them for the source",
            zh: "  ……另有 \(rest) 处；用 --report 文件夹 可写出全部，交还数据来源")
        return [tell("Faults by rule; a row may have several:", zh: "按规则统计的问题（一行可有多处）：")]
            + TextTable.lines(counts.map { [$0.0, "\($0.1)"] })
            + [tell("The first ones:", zh: "其中前几处：")] + TextTable.lines(rows) + (rest > 0 ? [more] : [])
    }

    /// What a proposal is about, in one line.
    static func subject(_ approval: DeskAnswer) -> String {
        let proposal = approval.inner("proposal")
        let change = proposal.inner("change")
        switch approval["kind"] {
        case "status":
            let reason = change.object["reason"] == nil ? "" : " (\(change["reason"]))"
            return tell(
                "\(documents(proposal)): \(change["state"])\(reason)",
                zh: "\(documents(proposal))：\(change["state"])\(reason)")
        case "take-back": return tell("the whole import \(proposal["run"])", zh: "整个批次 \(proposal["run"])")
        case "remove":
            return tell(
                "removes the data of dispute \(proposal["correction"])", zh: "因异议 \(proposal["correction"]) 删除数据")
        case "renew":
            return tell(
                "\(documents(proposal)): renewed for \(proposal["years"]) years",
                zh: "\(documents(proposal))：延续 \(proposal["years"]) 年")
        case "type":
            let issuer = change.object["issuer"] == nil ? "" : " " + change["issuer"]
            return "\(change["act"]) \(change["code"])\(issuer)"
        case _: return ""
        }
    }

    private static func documents(_ proposal: DeskAnswer) -> String {
        guard case .array(let numbers)? = proposal.object["documents"] else { return "–" }
        let first = numbers.prefix(3).map(\.compact).joined(separator: ", ")
        let rest = numbers.count > 3 ? tell(", … (\(numbers.count) in all)", zh: "……（共 \(numbers.count) 份）") : ""
        return tell(numbers.count == 1 ? "document " : "documents ", zh: "文档 ") + first + rest
    }

    /// How far everything is, and what waits for whom.
    static func work(_ work: DeskAnswer) -> Report {
        var report = work.report(tell("What the desk has to do", zh: "签发台待办"))
        let stages = work.inner("stages")
        for member in stages.object.members { report.fact(member.name, stages[member.name]) }
        for (name, zh) in [
            ("deliveries", "待送达"), ("corrections", "异议"), ("applications", "申请"), ("approvals", "待审"),
            ("alerts", "提醒"),
        ] {
            report.fact(tell(name, zh: zh), work[name])
        }
        report.body = work.items("held").map(held) + work.items("waiting").map(waiting)
        return report
    }

    /// What is told at once when a part of the work begins to wait.
    static func waits(_ wait: WorkWait, _ patience: UInt64) -> String {
        tell(
            "Waiting: \(wait.words.en); it is asked again for \(patience) s (--patience)",
            zh: "等待中：\(wait.words.zh)；\(patience) 秒内会继续询问（--patience）")
    }

    /// How many wait, since when, why, and when it is asked again.
    private static func waiting(_ item: DeskAnswer) -> String {
        let count = item.number("count").map { "\($0) " } ?? ""
        let part = item["part"]
        let since = item.number("since").map { _ in
            tell(", since \(item.second("since"))", zh: "，自 \(item.second("since")) 起")
        }
        let asked = item.number("asked").map { _ in
            tell(", asked last at \(item.second("asked"))", zh: "，最近询问于 \(item.second("asked"))")
        }
        let again = item.number("again").map { _ in
            tell(
                "; asked again after \(item.second("again")), at once by `deedbox issuer push`",
                zh: "；\(item.second("again")) 之后再询问，deedbox issuer push 可立即询问")
        }
        return "  "
            + tell("\(count)waiting (\(part)): \(item["en"])", zh: "\(count)份等待（\(part)）：\(item["zh"])")
            + (since ?? "") + (asked ?? "") + (again ?? "")
    }

    private static func held(_ item: DeskAnswer) -> String {
        "  "
            + tell(
                "\(item["documents"]) of \(item["type"]) held since \(item.second("since")): "
                    + "\(item["en"]); \(item["next"])",
                zh: "\(item["type"]) 有 \(item["documents"]) 份自 \(item.second("since")) 起暂缓："
                    + "\(item["zh"])；\(item["nextZh"])")
    }

    static func worked(_ turn: TurnReport, _ desk: Desk, milliseconds: UInt64) throws -> Report {
        let waiting = try desk.waitingWork()
        let isOver = try waiting.isEmpty && desk.database.heldTypes().isEmpty
        var report = Report(
            isOver ? tell("Nothing is left to do now", zh: "当前没有待办") : tell("Something waits", zh: "仍有等待"))
        for (name, zh, count) in [
            ("bound", "绑定", turn.bound), ("signed", "签名", turn.signed), ("batches", "上链批", turn.anchored),
            ("delivered", "送达", turn.delivered), ("acts", "链上声明", turn.acts),
        ] {
            report.fact(tell(name, zh: zh), UInt64(count), name)
        }
        let counts = try desk.database.stageCounts()
        var stages = JSONObject()
        for stage in DocumentStage.allCases {
            stages.append(stage.word, .integer(Int64(clamping: counts[stage] ?? 0)))
        }
        report.json.append("stages", .object(stages))
        report.json.append("milliseconds", .integer(Int64(clamping: milliseconds)))
        for (batch, refusal) in try desk.database.refusedBatches() {
            report.body.append(
                "  " + tell("batch \(batch) refused: ", zh: "批 \(batch) 被拒：") + refusal.code + " "
                    + tell(refusal.detail.en, zh: refusal.detail.zh))
            report.add("refused", ["batch": .integer(batch.value), "code": .string(refusal.code)])
        }
        for type in try desk.database.heldTypes() {
            report.body.append(held(DeskAnswer(type.json)))
            report.add("held", type.json)
        }
        for work in waiting {
            report.body.append(IssuerWords.waiting(DeskAnswer(work.json)))
            report.add("waiting", work.json)
        }
        return report
    }

    /// A change that is on its way, or a proposal that another person decides.
    static func proposed(_ answer: DeskAnswer, _ options: DeskOptions) -> Report {
        guard let approval = answer.number("approval") else {
            var report = Report(tell("Taken: it goes to the ledger by itself", zh: "已受理，将自动上链"))
            report.json.append("approval", .null)
            return report
        }
        var report = Report(tell("Another person decides", zh: "待他人审批"))
        report.fact(tell("proposal", zh: "提议"), approval, "approval")
        report.next =
            "deedbox issuer approve \(approval) \(options.words) --staff NAME --password-file FILE --code DIGITS"
        return report
    }

    /// What the API says of a proposal, or of what needs none.
    static func json(of approval: ApprovalID?) -> JSONValue {
        approval.map { ["approval": .integer($0.value)] } ?? ["state": "queued"]
    }

    /// An act of the desk, how far it is; its receipt into a file when it is final.
    static func add(_ act: DeskAnswer, to report: inout Report, receipt path: String?) throws {
        report.fact(tell("act", zh: "链上声明"), act["kind"])
        report.fact(tell("stage", zh: "阶段"), act["stage"])
        if act.number("height") != nil {
            report.fact(tell("block", zh: "区块"), act["height"])
            report.fact(tell("time", zh: "时间"), act.millisecond("time"))
            if let words = assurance(act) { report.fact(tell("assurance", zh: "保证级别"), words) }
        }
        let refusal = act.inner("refusal")
        if refusal.object["code"] != nil {
            report.meaning = tell(
                "the ledger refuses it: \(refusal["code"]) \(refusal["en"])",
                zh: "账本拒绝：\(refusal["code"]) \(refusal["zh"])")
        }
        guard let path, act["stage"] == "final" else { return }
        try WholeFile.create(Array(act["receipt"].utf8), at: path)
        report.fact(tell("receipt", zh: "回执"), path)
    }

    /// What a receipt's signatures are worth, in the desk's words.
    private static func assurance(_ act: DeskAnswer) -> String? {
        let words = act.inner("assurance").inner("words")
        return words.object["en"].map { _ in tell(words["en"], zh: words["zh"]) }
    }

    static func made(_ offer: DeskAnswer) -> Report {
        var report = offer.report(tell("The holder can claim it", zh: "持有人可以领取"))
        report.fact(tell("offer", zh: "邀请"), offer["offer"])
        report.fact(tell("address", zh: "地址"), offer["address"])
        if offer.object["txCode"] != .null { report.fact(tell("transaction code", zh: "交易码"), offer["txCode"]) }
        report.fact("id", offer["id"])
        return report
    }

    static var passwordAndCode: CommandError {
        .usage(tell("--staff needs --password-file and --code", zh: "--staff 须同时给出 --password-file 和 --code"))
    }
    static var whoActs: CommandError {
        .usage(
            tell(
                "who acts? --token-file, or --staff with --password-file and --code",
                zh: "请说明身份：--token-file，或 --staff 加 --password-file 和 --code"))
    }
    static var needsFolder: CommandError {
        .usage(tell("this is done on the desk's folder: --data", zh: "此操作在签发台文件夹上进行：--data"))
    }
    static var oneDesk: CommandError {
        .usage(tell("--data or --desk, one of the two", zh: "--data 与 --desk 只能给出一个"))
    }
    static var badRenewal: CommandError {
        .usage(
            tell(
                "1 to 400 days before, 1 to 50 years, seen within 1 to 4000 days",
                zh: "到期前 1 至 400 天，延续 1 至 50 年，导入时限 1 至 4000 天"))
    }
    static func badURL(_ url: String) -> CommandError {
        .usage(tell("\"\(url)\" is not an address of http or https", zh: "“\(url)”不是 http(s) 地址"))
    }
    static func notSecure(_ url: String) -> CommandError {
        .refused(
            "not-secure", tell("plain HTTP to \(url) is refused", zh: "拒绝以明文 HTTP 连接 \(url)"),
            next: tell("use its address of https", zh: "请用 https 地址"))
    }
    static func notAMember(_ member: String) -> CommandError {
        .refused(
            "no-such-member", tell("the ledger has no member \(member)", zh: "账本上没有成员 \(member)"),
            next: "deedbox member register")
    }
    static func unknownKey(_ path: String, _ member: String) -> CommandError {
        .refused(
            "unknown-key",
            tell("the key of \(path) is not among the keys of \(member)", zh: "\(path) 的密钥未登记在 \(member) 名下"),
            next: "deedbox member update")
    }
    static func badCertificates(_ path: String) -> CommandError {
        .refused("bad-file", tell("\(path) does not hold certificates in PEM", zh: "\(path) 不是 PEM 证书"))
    }
    static var badSecret: CommandError { .refused("bad-secret", tell("this is no secret of codes", zh: "不是动态码密钥")) }
    static func badStage(_ word: String) -> CommandError {
        .usage(tell("\"\(word)\" is no stage", zh: "“\(word)”不是阶段"), next: IssuerWords.stage)
    }
    static func badVerb(_ word: String) -> CommandError {
        .usage(tell("\"\(word)\" is no verb of status", zh: "“\(word)”不是状态操作"), next: IssuerWords.verb)
    }
    static func badOutcome(_ word: String) -> CommandError {
        .usage(tell("\"\(word)\" is no outcome", zh: "“\(word)”不是结论"), next: IssuerWords.outcome)
    }
    static func badResolve(_ word: String) -> CommandError {
        .usage(tell("\"\(word)\" is neither keep nor revoke", zh: "“\(word)”应为 keep 或 revoke"))
    }
    static func badLine(_ path: String, _ line: Int) -> CommandError {
        .refused("bad-file", tell("\(path), line \(line): no document's number", zh: "\(path) 第 \(line) 行不是文档编号"))
    }
    static var offerNeeds: CommandError {
        .usage(
            tell(
                "--document, or --type with --holder and --holder-name",
                zh: "须给出 --document，或 --type 加 --holder 和 --holder-name"))
    }
    static var valuesOrReason: CommandError {
        .usage(tell("--values or --refuse-zh, one of the two", zh: "须给出 --values 或 --refuse-zh 之一"))
    }
    static func notLoopback(_ host: String) -> CommandError {
        .refused(
            "not-loopback", tell("plain HTTP at \(host) is refused", zh: "拒绝在 \(host) 上提供明文 HTTP"),
            next: tell("listen on 127.0.0.1, or say --behind-proxy", zh: "请监听 127.0.0.1，或用 --behind-proxy"))
    }
    static var deskRuns: CommandError {
        .failed(
            "desk-runs", tell("another process of this desk is minting", zh: "本签发台的另一个进程正在上链"),
            next: tell("let it do the work, or stop it", zh: "由它办理，或先停止它"))
    }
    static func brokenAudit(_ number: UInt64) -> CommandError {
        .refused(
            "audit-broken", tell("line \(number) does not follow from the one before", zh: "第 \(number) 条与前一条不符"),
            next: tell("compare with a backup; somebody altered the file", zh: "请与备份比对；文件被改动过"))
    }
}
