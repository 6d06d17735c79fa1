import Rulebook

/// Words of what a regulator reads from the ledger.
enum ReportWords {
    static var party: String {
        tell("List everything that the ledger tells of one party.", zh: "列出账本上某一方的全部事项。")
    }
    static var partyExamples: String {
        ConsoleWords.examples(
            "deedbox regulator party bank --since 2026-11-01 --scene loan",
            "deedbox regulator party bank --log ledger --out report.json --key regulator.key")
    }
    static var partyName: String {
        tell("The member: a relying party, or who reads and traces.", zh: "成员标识：用证方，或查阅、追溯的机关。")
    }
    static var scene: String { tell("Only what belongs to this scene.", zh: "只列属于该场景的事项。") }
    static var trace: String {
        tell("Also trace this grant, by an entry of its own; once each.", zh: "并追溯该授权，各自写入一次声明；逐一给出。")
    }
    static var statistics: String { tell("Count what is on the ledger.", zh: "统计账本上的事项。") }
    static var statisticsExamples: String {
        ConsoleWords.examples(
            "deedbox regulator statistics --by issuer --by month",
            "deedbox regulator statistics --by half-month --since 2026-11-01 --at-least 5 --json")
    }
    static var by: String {
        let words = StatisticsKey.words.joined(separator: ", ")
        return tell("How to group, up to three: \(words).", zh: "分组方式，至多三个：\(words)。")
    }
    static var atLeast: String {
        tell("Merge counts that are smaller than this, and hide columns that are.", zh: "把小于此数的计数合并，整列小于此数的隐去。")
    }
    static var since: String { tell("From this day on (UTC+8), 2026-11-01.", zh: "自该日起（UTC+8），如 2026-11-01。") }
    static var until: String { tell("Up to and with this day (UTC+8).", zh: "至该日止（UTC+8，含）。") }
    static var log: String {
        tell(
            "Keep the log's bundles in this folder, so that the next report fetches new ones alone.",
            zh: "把账本条目保存在该文件夹，下次只取新增部分。")
    }
    static var out: String {
        tell("Write a signed report here; its signature goes to FILE.cose.", zh: "写出签名报告；签名写入 FILE.cose。")
    }
    static var key: String { tell("The key that signs the report and traces.", zh: "签署报告和追溯声明的密钥。") }
    static var partyMeaning: String {
        tell(
            "Proven by every leaf up to a final checkpoint. Whose a grant is, and which documents it showed, the "
                + "ledger does not tell.",
            zh: "由截至终局检查点的全部条目证明。授权属于谁、出示了哪些证照，账本上没有。")
    }
    static var statisticsMeaning: String {
        tell(
            "Counted from every leaf up to a final checkpoint. Days are those of UTC+8; * stands for a count that was "
                + "merged, < for a column that is small as a whole.",
            zh: "由截至终局检查点的全部条目统计。日期按 UTC+8；* 表示已合并的计数，< 表示整列都小于此数。")
    }
    static var others: String { tell("others", zh: "其余") }
    static var total: String { tell("total", zh: "合计") }

    static func partyHeadline(_ party: String, _ count: Int) -> String {
        tell("\(count) entries of \(party)", zh: "\(party) 的 \(count) 项记载")
    }
    static func statisticsHeadline(_ keys: [StatisticsKey]) -> String {
        let words = keys.map { key($0) }
        return tell(
            "The ledger by \(words.joined(separator: ", "))", zh: "账本统计，按\(words.joined(separator: "、"))")
    }
    static func traced(_ grant: GrantID, _ name: String, _ number: String, _ height: UInt64) -> String {
        tell(
            "  traced \(grant): \(name), \(number), entry in block \(height)",
            zh: "  已追溯 \(grant)：\(name)，\(number)，声明在区块 \(height)")
    }

    static func kind(_ kind: PartyReading.Kind) -> String {
        switch kind {
        case .grant: tell("grants", zh: "授权")
        case .limit: tell("limits", zh: "收紧")
        case .withdrawal: tell("withdrawals", zh: "撤回")
        case .refusal: tell("refusals", zh: "拒绝")
        case .use: tell("uses", zh: "使用")
        case .fault: tell("faults", zh: "故障")
        case .passing: tell("passed on", zh: "转交")
        case .received: tell("received", zh: "受让")
        case .disclosure: tell("disclosures", zh: "依法披露")
        case .trace: tell("traces", zh: "追溯")
        }
    }

    static func key(_ key: StatisticsKey) -> String {
        switch key {
        case .issuer: tell("issuer", zh: "签发机构")
        case .type: tell("type", zh: "文档类型")
        case .scene: tell("scene", zh: "场景")
        case .party: tell("party", zh: "用证方或查阅方")
        case .ground: tell("ground", zh: "依据")
        case .span(let span): ReportWords.span(span)
        }
    }

    private static func span(_ span: ReportSpan) -> String {
        switch span {
        case .day: tell("day", zh: "日")
        case .week: tell("week", zh: "周")
        case .halfMonth: tell("half-month", zh: "半月")
        case .month: tell("month", zh: "月")
        case .quarter: tell("quarter", zh: "季")
        case .year: tell("year", zh: "年")
        }
    }

    static func count(_ count: StatisticsCount) -> String {
        switch count {
        case .issued: tell("issued", zh: "签发")
        case .suspended: tell("suspended", zh: "暂停")
        case .reinstated: tell("reinstated", zh: "恢复")
        case .revoked: tell("revoked", zh: "吊销")
        case .superseded: tell("superseded", zh: "替换")
        case .correctionsOpened: tell("disputed", zh: "异议")
        case .correctionsCorrected: tell("corrected", zh: "更正")
        case .correctionsUpheld: tell("upheld", zh: "维持")
        case .correctionsRemoved: tell("removed", zh: "删除")
        case .correctionsLate: tell("answered late", zh: "逾期答复")
        case .correctionsOpen: tell("unanswered", zh: "未答复")
        case .correctionsOverdue: tell("overdue", zh: "逾期未答")
        case .granted: tell("granted", zh: "授权")
        case .limited: tell("limited", zh: "收紧")
        case .withdrawn: tell("withdrawn", zh: "撤回")
        case .refused: tell("refused", zh: "拒绝")
        case .uses: tell("uses", zh: "使用")
        case .usesOfMany: tell("of many", zh: "批量使用")
        case .faultsOfShares: tell("false shares", zh: "错误份额")
        case .faultsOfWallets: tell("bad deposits", zh: "密件不成立")
        case .passings: tell("passed on", zh: "转交")
        case .passingsByLeave: tell("with leave", zh: "经持有人同意")
        case .disclosures: tell("disclosures", zh: "依法披露")
        case .disclosuresSealed: tell("sealed", zh: "封存")
        case .disclosuresWaiting: tell("sealed yet", zh: "未到期")
        case .disclosuresOverdue: tell("seal overdue", zh: "逾期未开")
        case .traces: tell("traces", zh: "追溯")
        }
    }
}

/// What keeps a report from being made.
extension ReportWords {
    static var badPeriod: CommandError {
        .usage(
            tell(
                "--since and --until must be days in order, like 2026-11-01",
                zh: "--since 与 --until 应为先后的日期，如 2026-11-01"))
    }
    static var keyNeeded: CommandError {
        .usage(tell("a report is signed: give --key", zh: "报告须签名：请给出 --key"))
    }
    static var traceNeeds: CommandError {
        .usage(
            tell(
                "a trace needs --ground, --case, --key, --sealing-key and --registrar",
                zh: "追溯须给出 --ground、--case、--key、--sealing-key 和 --registrar"))
    }
    static var tooManyKeys: CommandError {
        .usage(tell("--by may be given three times, each word once", zh: "--by 至多三次，不能重复"))
    }
    static func badKey(_ word: String) -> CommandError {
        let words = StatisticsKey.words.joined(separator: ", ")
        return .usage(tell("'\(word)' is no way to group: \(words)", zh: "“\(word)”不是分组方式：\(words)"))
    }
    static func badScene(_ text: String) -> CommandError {
        .usage(tell("'\(text)' is no code of a scene", zh: "“\(text)”不是场景代码"))
    }
    static func noSuchMember(_ id: MemberID) -> CommandError {
        .refused(
            "no-such-member", tell("the ledger has no member \(id)", zh: "账本上没有成员 \(id)"),
            next: tell("compare the name with the list at GET /members of a node", zh: "请与节点 GET /members 的成员名单核对"))
    }
    static func noSuchScene(_ code: SceneCode, of party: MemberID) -> CommandError {
        .refused(
            "no-such-scene", tell("\(party) has declared no scene \(code)", zh: "\(party) 没有声明过场景 \(code)"),
            next: tell("run it without --scene: the lines name the scenes", zh: "请去掉 --scene 再查，各行会列出场景"))
    }
    static func notFinal(_ fact: String) -> CommandError {
        .failed(
            "bad-checkpoint", tell("the checkpoint is not final: \(fact)", zh: "检查点未终局：\(fact)"),
            next: tell("ask another node, and keep this answer", zh: "请询问其他节点，并保留该回答"))
    }
    static func behind(_ found: UInt64, _ known: UInt64) -> CommandError {
        .failed(
            "node-behind",
            tell(
                "the node has \(found) leaves, and the folder knows of \(known)",
                zh: "节点有 \(found) 个条目，而文件夹已知 \(known) 个"),
            next: tell("ask another node, or this one later", zh: "请询问其他节点，或稍后再问"))
    }
    static var otherRoot: CommandError {
        .failed(
            "other-root",
            tell(
                "the leaves do not have the root of the final checkpoint: the node or the folder has others",
                zh: "条目与终局检查点的根不符：节点或文件夹中的条目有误"),
            next: tell(
                "what the node gave now was not kept: ask another node; if it stays so, use another folder",
                zh: "本次所取未保存：请询问其他节点；若仍如此，请换一个文件夹"))
    }
    static func rewritten(_ size: UInt64) -> CommandError {
        .refused(
            "log-rewritten",
            tell(
                "two final checkpoints tell different logs of \(size) leaves: a quorum has signed both",
                zh: "两个终局检查点对前 \(size) 个条目的说法不同：法定数目的节点签署了两者"),
            next: tell("keep the folder and the node's answer: they are evidence", zh: "请保留文件夹和节点的回答：它们是证据"))
    }
    static func unknownLeaf(_ index: UInt64) -> CommandError {
        .failed(
            "unknown-leaf", tell("leaf \(index) is nothing that this program knows", zh: "本程序不认识条目 \(index)"),
            next: tell("use the program of the nodes' version", zh: "请使用与节点相同版本的程序"))
    }
    static var noRequest: CommandError {
        .failed("no-request", tell("a grant on the ledger names no party", zh: "账本上有一项授权没有用证方"))
    }
}
