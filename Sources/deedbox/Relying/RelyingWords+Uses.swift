import NodeAPI
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

extension RelyingWords {
    static func word(_ state: StoredUse.State) -> String {
        switch state {
        case .sent: tell("sent, not final", zh: "已提交，未终局")
        case .final: tell("counted, not opened", zh: "已计数，未打开")
        case .opened: tell("opened", zh: "已打开")
        case .faulty: tell("counted, and nothing good was sealed", zh: "已计数，封存内容不成立")
        case .lost: tell("not counted", zh: "未计数")
        }
    }

    /// A use as people read it: its block, the documents with their fields, each check.
    static func lines(_ use: StoredUse) -> [String] {
        var lines = ["", tell("Use \(use.number): \(word(use.state))", zh: "第 \(use.number) 次使用：\(word(use.state))")]
        if let height = use.height, let time = use.time {
            lines.append(
                "  " + tell("block \(height), \(Moment.text(ms: time))", zh: "区块 \(height)，\(Moment.text(ms: time))"))
        }
        if let note = use.note { lines.append("  " + tell(note.detail.en, zh: note.detail.zh)) }
        guard let verdict = verdict(of: use) else { return lines }
        lines.append("  " + tell("verdict: ", zh: "结论：") + verdict.words("stateWords"))
        lines += verdict.items("remarks").map { "  ! " + $0.words("words") + tell("; ", zh: "；") + $0.words("next") }
        lines += checks(verdict)
        return lines + verdict.items("documents").flatMap { RelyingWords.lines(document: $0) }
    }

    /// A document as it was shown, with its checks.
    static func lines(document: DeskAnswer) -> [String] {
        ["  \(document["type"]) · \(document["issuer"]) · \(document.words("stateWords"))"]
            + TextTable.lines(document.items("fields").map { ["  " + $0["path"], value($0.object["value"])] })
            + checks(document)
    }

    static func checks(_ answer: DeskAnswer) -> [String] {
        TextTable.lines(
            answer.items("checks").map { check in
                let block = check.number("height").map { tell("block \($0)", zh: "区块 \($0)") } ?? ""
                return ["  " + mark(check["answer"]), check.words("words"), block, check.words("fact")]
            })
    }

    private static func mark(_ answer: String) -> String {
        switch answer {
        case "yes": "✓"
        case "no": "✗"
        case _: "?"
        }
    }

    /// A field's value on one line.
    private static func value(_ value: JSONValue?) -> String {
        guard case .string(let text)? = value else { return (value ?? .null).compact }
        return ConsoleWords.shown(text)
    }

    static func verdict(of use: StoredUse) -> DeskAnswer? {
        use.verdict.flatMap { try? JSONValue(parsing: $0, maxByteCount: 16 << 20) }.map { DeskAnswer($0) }
    }

    static func json(_ matter: Matter, uses: [StoredUse]? = nil) -> JSONValue {
        let session = matter.session
        return [
            "session": .string(session.id.description), "state": .string(session.state.rawValue),
            "scene": .string(session.scene.text), "profile": .string(session.profile.text),
            "usesCounted": .integer(Int64(clamping: matter.usesCounted)),
            "usesGranted": matter.usesGranted.map { .integer(Int64(clamping: $0)) } ?? .null,
            "case": .string(session.matter.number), "grant": session.grant.map { .string($0.description) } ?? .null,
            "created": .integer(Int64(clamping: session.created)), "ends": .integer(Int64(clamping: session.ends)),
            "uses": .array((uses ?? matter.uses).map { json($0) }), "faults": .array(matter.faults.map { json($0) }),
        ]
    }

    static func json(_ use: StoredUse) -> JSONValue {
        var object: JSONObject = [
            "number": .integer(Int64(clamping: use.number)), "state": .string(use.state.rawValue),
            "height": use.height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "time": use.time.map { .integer(Int64(clamping: $0)) } ?? .null,
            "verdict": use.verdict.flatMap { try? JSONValue(parsing: $0, maxByteCount: 16 << 20) } ?? .null,
        ]
        if let note = use.note { object.append("code", .string(note.code)) }
        return .object(object)
    }

    static func json(_ fault: Matter.FaultLine) -> JSONValue {
        [
            "use": .integer(Int64(clamping: fault.number)), "kind": .string(fault.isDealing ? "dealing" : "share"),
            "node": fault.node.map { .string($0.text) } ?? .null, "digest": .string(fault.digest),
            "state": .string(fault.state), "height": fault.height.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }

    static func line(_ fault: Matter.FaultLine) -> String {
        let who = fault.node.map { tell("the share of \($0) is false", zh: "\($0) 的份额不成立") }
        return tell(
            "fault in use \(fault.number): \(who ?? "the wallet dealt badly") (\(fault.state), \(fault.digest))",
            zh: "第 \(fault.number) 次使用有错误：\(who ?? "钱包封存不成立")（\(fault.state)，\(fault.digest)）")
    }

    static func notOpened(_ use: StoredUse) -> CommandError {
        guard let note = use.note else { return .failed("use-not-opened", word(use.state)) }
        return .refused(
            note.code, tell(note.detail.en, zh: note.detail.zh), next: tell(note.next.en, zh: note.next.zh))
    }

    static func needsOut(_ option: String) -> CommandError {
        .usage(tell("\(option) needs --out", zh: "\(option) 需要 --out"), next: "--out FILE")
    }

    static func notOneUse(_ count: Int) -> CommandError {
        guard count > 0 else {
            return .refused(
                "not-opened", tell("no such use was opened", zh: "没有打开过这样的使用"),
                next: tell("deedbox relying show lists them", zh: "用 deedbox relying show 查看"))
        }
        return .usage(
            tell("\(count) uses were opened; evidence is of one", zh: "打开过 \(count) 次使用，证据只针对其中一次"),
            next: tell("name the grant, and --index", zh: "请写授权标识，并加 --index"))
    }

    static func noSuchFault(_ digest: String) -> CommandError {
        .refused(
            "no-such-fault", tell("there is no fault \(digest)", zh: "没有错误 \(digest)"),
            next: tell("deedbox relying show lists them", zh: "用 deedbox relying show 查看"))
    }

    static func badSessionSeconds(_ seconds: UInt64) -> CommandError {
        .usage(tell("\(seconds) seconds are not 1 to 86400", zh: "\(seconds) 秒不在 1 至 86400 之间"))
    }

    static func badURL(_ url: String) -> CommandError {
        .usage(
            tell("\(url) is no address of https, nor of this machine", zh: "\(url) 不是 https 地址，也不是本机地址"),
            next: tell("http://localhost:7501, or add --behind-proxy", zh: "http://localhost:7501，或加 --behind-proxy"))
    }

    static func longText(_ limit: Int) -> CommandError {
        .usage(tell("a text has at most \(limit) bytes", zh: "说明最多 \(limit) 字节"))
    }

    static func notAMember(_ id: String) -> CommandError {
        .refused(
            "not-a-member", tell("the ledger has no member \(id)", zh: "账本上没有成员 \(id)"),
            next: tell("name it by --member, or register it", zh: "用 --member 指明，或先登记"))
    }
}

extension RelyingRefusal {
    /// As a command tells it.
    var told: CommandError {
        var error = CommandError.refused(
            code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
        if let winner {
            error.winner = [
                "id": .string(winner.id), "height": .integer(Int64(clamping: winner.height)),
                "time": .integer(Int64(clamping: winner.time)), "receipt": winner.receipt.map { .string($0) } ?? .null,
            ]
        }
        return error
    }
}

extension RelyingFailure {
    /// As a command tells it.
    var told: CommandError {
        switch self {
        case .exists(let path):
            .refused(
                "exists", tell("\(path) is there already", zh: "\(path) 已经存在"),
                next: tell("take another folder", zh: "请换一个文件夹"))
        case .missing(let path):
            .failed(
                "missing", tell("\(path) is not there", zh: "\(path) 不存在"),
                next: tell("a desk is made by `deedbox relying init`", zh: "用 deedbox relying init 建立用证台"))
        case .unreadable(let path, let fact):
            .failed("unreadable", tell("\(path) cannot be used: \(fact)", zh: "\(path) 不能使用：\(fact)"))
        case .otherDesk(let path):
            .refused(
                "other-desk", tell("\(path) is another desk's", zh: "\(path) 属于另一个用证台"),
                next: tell("check folder, member and genesis", zh: "请检查文件夹、成员和创世文件"))
        case .wrongStorageKey:
            .refused(
                "wrong-storage-key", tell("the storage key is not the one of the database", zh: "存储密钥与数据库不符"),
                next: tell("put back the storage.keys of this folder", zh: "请放回该文件夹原来的 storage.keys"))
        case .notLoopback(let host):
            .usage(
                tell(
                    "\(host) is no loopback address, and the desk speaks plain HTTP", zh: "\(host) 不是本机地址，而用证台使用明文 HTTP"
                ),
                next: tell("listen on 127.0.0.1, or behind a proxy", zh: "请监听 127.0.0.1，或置于代理之后"))
        }
    }
}
