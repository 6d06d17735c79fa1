import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// Words about grants.
enum WalletGrantWords {
    static var grant: String { tell("Agree to a request, or to less than it asks.", zh: "同意请求，或只同意其中一部分。") }
    static var grantDiscussion: String {
        tell(
            """
            Optional fields are left out unless you name them. What is shown is sealed use by use: the relying party \
            opens use k only after that use stands on the ledger. Run again, the same bytes are sent again; when the \
            desk does not answer, the wallet hands everything to the nodes itself.
            """,
            zh: """
                可选字段除非点名，否则不提供。所提供的内容逐次密封：用证方只有在第 k 次使用上链之后才能打开第 k 份。\
                再次运行会发送同样的字节；用证方不应答时，钱包自行交给节点。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet grant 1 --uses 1 --with KZ_YT --data wallet --passphrase-file pass")
    }
    static var uses: String { tell("Fewer uses than asked.", zh: "少于请求的次数。") }
    static var days: String { tell("Fewer days than asked.", zh: "少于请求的天数。") }
    static var with: String {
        tell(
            "An optional field to show, as PATH or TYPE/PATH; may stand several times.",
            zh: "要提供的可选字段，写作 PATH 或 TYPE/PATH，可多次给出。")
    }
    static var without: String { tell("A field to leave out; may stand several times.", zh: "不提供的字段，可多次给出。") }
    static var document: String {
        tell("The document to show for its type; otherwise the newest good one.", zh: "该类型所用的文档；缺省为最新的可用文档。")
    }
    static var refuse: String { tell("Refuse a request: it is over, nothing flowed.", zh: "拒绝请求：请求结束，没有任何数据流出。") }
    static var refuseDiscussion: String {
        tell(
            "Nobody sees whether you would not answer or could not: both are the same entry.",
            zh: "没有人能看出是不愿还是不能答复：两者是同一种条目。")
    }
    static var grants: String { tell("Show your grants and each of their uses.", zh: "查看授权及每次使用。") }
    static var grantsDiscussion: String {
        tell(
            """
            Uses, withdrawals, faults and traces come with the block and time that prove them. Nodes are asked for \
            buckets, so none learns which grants are yours. A device that was recovered looks for what the old one gave.
            """,
            zh: """
                使用、撤回、过错和追溯都附有可证明的区块和时间。向节点询问的是分桶，节点无从得知哪些授权属于您。\
                恢复到新设备后会查找旧设备给出的授权。
                """)
    }
    static var search: String {
        tell("Look once more for grants that earlier devices gave.", zh: "再次查找旧设备给出的授权。")
    }
    static var number: String { tell("The grant's number, as `grants` shows it.", zh: "授权编号，见 grants。") }
    static var limit: String { tell("Tighten a grant: fewer uses, an earlier end, a pause.", zh: "收紧授权：减少次数、提前结束或暂停。") }
    static var limitDiscussion: String {
        tell(
            "Nothing ever widens a grant. When the validators have changed, unused uses are dealt to those of today.",
            zh: "授权不能放宽。若验证节点已有变更，尚未使用的次数会重新分发给当前的节点。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet limit 1 --uses 2 --data wallet --passphrase-file pass",
                "deedbox wallet limit 1 --pause-hours 24 --data wallet --passphrase-file pass")
    }
    static var limitedUses: String {
        tell("Uses from now on, those counted before among them.", zh: "此后的总次数，含已计数的。")
    }
    static var limitedDays: String { tell("It ends after so many days.", zh: "多少天后结束。") }
    static var pauseHours: String { tell("No use for so many hours.", zh: "暂停多少小时。") }
    static var dealAgain: String {
        tell("Deal the unused uses again, to the validators of today.", zh: "将尚未使用的次数重新分发给当前的验证节点。")
    }
    static var limits: String {
        tell("--days is 1 to 400, --pause-hours 1 to 9600", zh: "--days 为 1 至 400，--pause-hours 为 1 至 9600")
    }
    static var withdraw: String { tell("End a grant, everywhere, in one block.", zh: "撤回授权：一个区块内处处生效。") }
    static var withdrawDiscussion: String {
        tell(
            "Sent to a node directly. From its block on every node refuses further uses; what was used was used.",
            zh: "直接发给节点。自该区块起每个节点都拒绝继续使用；此前已用的不受影响。")
    }
    static var unchecked: String {
        tell("Could not check now: what is shown is what was proven last.", zh: "现在无法核验：所示为上次证明的内容。")
    }

    static func count(_ grants: [GrantView]) -> String {
        let open = grants.filter(\.state.isOpen).count
        return tell(
            "\(counted(grants.count, "grant")), \(open) open", zh: "\(grants.count) 项授权，\(open) 项未结束")
    }

    static func found(_ count: Int) -> String {
        tell("\(counted(count, "grant")) of earlier devices found", zh: "找到旧设备给出的 \(count) 项授权")
    }

    /// Prints what became of an answer: exit 3 while the ledger does not show it.
    static func answered(
        _ answer: GivenAnswer, _ view: GrantView, _ output: OutputOptions, _ options: WalletOptions
    ) throws {
        var report = report(view.state == .refused ? tell("Refused", zh: "已拒绝") : tell("Granted", zh: "已授权"), view)
        if answer.height == nil { report.headline = tell("Sent, and not on the ledger yet", zh: "已发出，尚未上链") }
        if answer.validators > 0 {
            report.fact(
                tell("deposit held by", zh: "寄存件持有"),
                tell(
                    "\(answer.acknowledgements) of \(answer.validators) validators",
                    zh: "\(answer.acknowledgements)/\(answer.validators) 个验证节点"))
            report.json.append("acknowledgements", .integer(Int64(answer.acknowledgements)))
            report.json.append("validators", .integer(Int64(answer.validators)))
        }
        report.json.append("isByDesk", .bool(answer.isByDesk))
        if !answer.isByDesk {
            report.meaning = tell(
                "The desk did not answer in time: the wallet handed it to the nodes itself.", zh: "用证方未及时应答：钱包已自行交给节点。")
        }
        report.next =
            answer.height == nil
            ? "deedbox wallet grant \(answer.id) " + options.words : "deedbox wallet grants " + options.words
        output.print(report)
        guard answer.height != nil else { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    static func report(_ headline: String, _ view: GrantView) -> Report {
        var report = Report(headline, json: members(view))
        report.body = lines(view)
        return report
    }

    static func lines(_ view: GrantView) -> [String] {
        let purpose = view.purpose.map { ": " + tell($0) } ?? ""
        let head = "  \(view.id)  " + tell(view.partyName) + " (\(view.scene))" + purpose
        let terms = [uses(view), asOf(view)].filter { !$0.isEmpty }.joined(separator: tell("; ", zh: "；"))
        var lines = [head, "     [" + tell(view.state.words) + "] " + terms]
        if let until = view.pausedUntil, view.state == .paused {
            lines.append("     " + tell("no use before ", zh: "此前不可使用：") + Moment.text(ms: until * 1_000))
        }
        for document in view.shown {
            let fields = document.fields.joined(separator: ", ")
            lines.append("     " + tell("document \(document.document): ", zh: "第 \(document.document) 号文档：") + fields)
        }
        for (place, use) in view.counted.enumerated() { lines.append("     " + line(place + 1, use)) }
        if let at = view.withdrawn {
            lines.append("     " + tell("withdrawn ", zh: "撤回：") + Moment.text(ms: at))
        }
        if let trace = view.trace { lines.append("     " + line(trace, tell(view.name(of: trace.regulator)))) }
        for passing in view.passings { lines.append("     " + line(passing, view)) }
        if view.isUntold { lines.append("     " + untold) }
        if view.isDealtToToday == false, view.state.isOpen { lines.append("     " + otherSet(view.id)) }
        if let reason = view.unchecked { lines.append("     " + tell("could not check: ", zh: "无法核验：") + tell(reason)) }
        return lines
    }

    /// An answer that gave nothing has no terms.
    private static func uses(_ view: GrantView) -> String {
        guard view.expiry > 0 else { return "" }
        return tell(
            "\(view.counted.count) of \(view.uses) used, until \(Moment.text(ms: view.expiry * 1_000))",
            zh: "已用 \(view.counted.count)/\(view.uses) 次，至 \(Moment.text(ms: view.expiry * 1_000))")
    }

    private static func asOf(_ view: GrantView) -> String {
        guard let height = view.height, let time = view.time else { return "" }
        return tell(
            "as of block \(height), \(Moment.text(ms: time))", zh: "截至区块 \(height)（\(Moment.text(ms: time))）")
    }

    private static func line(_ index: Int, _ use: CountedUse) -> String {
        let faults = FaultKind.allCases.filter { use.faults.contains(UseFaults($0)) }.map(word)
        return tell(
            "use \(index): block \(use.height), \(Moment.text(ms: use.time))",
            zh: "第 \(index) 次：区块 \(use.height)，\(Moment.text(ms: use.time))")
            + (faults.isEmpty ? "" : "  [" + faults.joined(separator: ", ") + "]")
    }

    private static func word(_ fault: FaultKind) -> String {
        switch fault {
        case .share: tell("a node's false share", zh: "节点给出错误份额")
        case .dealing: tell("said to be dealt badly", zh: "用证方称分发有误")
        }
    }

    private static func line(_ trace: TraceEntry, _ regulator: String) -> String {
        tell(
            "traced " + counted(Int(clamping: trace.number), "time")
                + ", last by \(regulator) in block \(trace.height), " + Moment.text(ms: trace.time),
            zh: "被追溯 \(trace.number) 次，最近由 \(regulator) 于区块 \(trace.height)（\(Moment.text(ms: trace.time))）")
    }

    private static var untold: String {
        tell(
            "dealt again, and the party has not heard of it: `grants` tells it again", zh: "已重新分发，用证方尚未获知：每次 grants 时重试"
        )
    }

    private static func otherSet(_ id: Int64) -> String {
        tell(
            "not dealt to the validators of today: deedbox wallet limit \(id) --deal-again",
            zh: "尚未向现任验证节点分发：deedbox wallet limit \(id) --deal-again")
    }

    static func json(_ view: GrantView) -> JSONValue { .object(members(view)) }

    static func members(_ view: GrantView) -> JSONObject {
        func number(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }
        return [
            "request": .integer(view.id), "grant": .string(view.grant.description), "party": .string(view.party.text),
            "scene": .string(view.scene.text), "state": .string(view.state.rawValue), "uses": number(view.uses),
            "used": .integer(Int64(view.counted.count)),
            "expiry": view.expiry > 0 ? .string(Moment.text(ms: view.expiry * 1_000)) : .null,
            "counted": .array(view.counted.enumerated().map { json($0 + 1, $1) }),
            "withdrawn": view.withdrawn.map { .string(Moment.text(ms: $0)) } ?? .null,
            "pausedUntil": view.pausedUntil.map { .string(Moment.text(ms: $0 * 1_000)) } ?? .null,
            "traces": number(view.trace?.number ?? 0),
            "passings": .array(view.passings.map(json)),
            "documents": .array(
                view.shown.map {
                    ["document": .integer($0.document), "fields": .array($0.fields.map { .string($0) })]
                }),
            "isUntold": .bool(view.isUntold),
            "isDealtToToday": view.isDealtToToday.map { .bool($0) } ?? .null,
            "height": view.height.map(number) ?? .null,
            "isProven": .bool(view.unchecked == nil && view.height != nil),
        ]
    }

    private static func json(_ index: Int, _ use: CountedUse) -> JSONValue {
        [
            "index": .integer(Int64(index)), "statement": .string(use.statement.description),
            "height": .integer(Int64(clamping: use.height.value)), "time": .string(Moment.text(ms: use.time)),
            "faults": .array(
                FaultKind.allCases.filter { use.faults.contains(UseFaults($0)) }.map { .integer(Int64($0.rawValue)) }),
        ]
    }
}
