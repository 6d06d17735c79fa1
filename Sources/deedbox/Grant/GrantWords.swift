import Rulebook
import Signing

/// Words of the noun `grant`.
enum GrantWords {
    static var abstract: String { tell("A holder's leave, use by use.", zh: "持有人的授权，逐次计数。") }
    static var discussion: String {
        tell(
            """
            The relying party signs a request for the holder's once-only key; the holder grants with that key; each \
            use is counted on the ledger once, on every node, and the holder can withdraw the rest at any time.
            """,
            zh: "用证方针对持有人的一次性密钥签署请求；持有人用该密钥授权；每次使用在账本上只计一次，各节点一致；持有人可随时撤回剩余次数。")
    }
    static var request: String { tell("Sign a request to a holder.", zh: "向持有人签署用证请求。") }
    static var requestExamples: String {
        ConsoleWords.examples(
            "deedbox key new --purpose grant --out grant.key",
            "deedbox grant request --scene loan --profile basic --uses 2 --days 30 "
                + "--grant-key grant.key --case L-2090-1 --key bank.key --out loan.request"
        )
    }
    static var give: String { tell("Grant what a request asks, or less.", zh: "按请求（或更窄的条件）授权。") }
    static var giveExamples: String {
        ConsoleWords.examples("deedbox grant give loan.request --key grant.key --uses 2 --days 30")
    }
    static var refuse: String { tell("Refuse a request: nothing flows.", zh: "拒绝用证请求：不提供任何数据。") }
    static var refused: String { tell("The request is refused", zh: "已拒绝该请求") }
    static var refusedMeaning: String {
        tell(
            "The request is over. Whether you would not or could not answer it, nobody sees.",
            zh: "该请求已经结束；别人看不出是不愿提供还是没有该证照。")
    }
    static var limit: String { tell("Tighten a grant; nothing ever widens one.", zh: "收紧授权；授权永远不会放宽。") }
    static var limitExamples: String {
        ConsoleWords.examples(
            "deedbox grant limit --key grant.key --uses 1", "deedbox grant limit --key grant.key --pause-hours 24")
    }
    static var limitedUses: String {
        tell("Uses allowed in all, those that were counted among them.", zh: "总共允许的使用次数，含已计入的。")
    }
    static var limitedHours: String { tell("It ends so many hours from now.", zh: "从现在起多少小时后到期。") }
    static var pauseHours: String { tell("No use for so many hours from now.", zh: "从现在起暂停使用多少小时。") }
    static var limited: String { tell("The grant is tightened", zh: "授权已收紧") }
    static var limitedMeaning: String {
        tell("Every node holds to it from this block on.", zh: "自该区块起，每个节点都按收紧后的条件执行。")
    }
    static var noLimit: CommandError {
        .usage(
            tell(
                "say what to tighten: --uses, --hours or --pause-hours",
                zh: "请写明收紧什么：--uses、--hours 或 --pause-hours"))
    }
    static var withdraw: String { tell("End a grant.", zh: "撤回授权。") }
    static var use: String { tell("Take one counted use of a grant.", zh: "使用授权一次（计数）。") }
    static var useExamples: String {
        ConsoleWords.examples("deedbox grant use 5f0c… --case L-2090-1 --key bank.key")
    }
    static var show: String { tell("Show a grant as the ledger proves it.", zh: "查看账本证明的授权状态。") }
    static var profile: String { tell("The declared field set.", zh: "声明的字段集。") }
    static var uses: String { tell("How many uses are asked for.", zh: "请求的使用次数。") }
    static var days: String { tell("How many days the grant may live.", zh: "授权可存续的天数。") }
    static var fewerUses: String { tell("Fewer uses than asked.", zh: "少于请求的次数。") }
    static var fewerDays: String { tell("Fewer days than asked.", zh: "少于请求的天数。") }
    static var grantKey: String { tell("The holder's once-only public key.", zh: "持有人的一次性公钥。") }
    static var holderKey: String { tell("The holder's once-only key.", zh: "持有人的一次性密钥。") }
    static var caseNumber: String { tell("The case number; only a salted commitment is sent.", zh: "案号；仅发送加盐承诺值。") }
    static var clerk: String { tell("Who acts; only a salted commitment is sent.", zh: "经办人；仅发送加盐承诺值。") }
    static var requestCaseFile: String {
        tell(
            "Where case number and salt are kept; otherwise beside the request, as FILE.case.jsonl.",
            zh: "保存案号与盐值的文件；缺省为请求文件旁的 FILE.case.jsonl。")
    }
    static var useCaseFile: String {
        tell(
            "Where case, clerk and their salts are kept; otherwise GRANT.case.jsonl in this folder.",
            zh: "保存案号、经办人及其盐值的文件；缺省为当前文件夹的 GRANT.case.jsonl。")
    }
    static var requestOut: String { tell("The request file to write.", zh: "要写入的请求文件。") }
    static var requestFile: String { tell("The relying party's request.", zh: "用证方的请求文件。") }
    static var id: String { tell("The grant's id, 64 hexadecimal digits.", zh: "授权标识，64 位十六进制。") }
    static var index: String { tell("Which use; otherwise the next one.", zh: "第几次使用；缺省为下一次。") }
    static var requestedMeaning: String {
        tell("Only the holder of that key can answer it, once.", zh: "只有该密钥的持有人能够答复，且仅一次。")
    }
    static var givenMeaning: String {
        tell(
            "The ledger holds no name: a one-time key, counters and salted commitments.",
            zh: "账本上没有姓名：只有一次性密钥、计数和加盐承诺值。")
    }
    static var withdrawn: String { tell("The grant is withdrawn", zh: "授权已撤回") }
    static var withdrawnMeaning: String {
        tell("From this block on every node refuses further uses.", zh: "自该区块起，每个节点都拒绝继续使用。")
    }
    static var usedMeaning: String {
        tell("The same use can never be counted again, through any node.", zh: "同一次使用在任何节点都不会再被计数。")
    }
    static var absent: String {
        tell("The ledger holds no such grant now: never given, or closed since", zh: "账本当前没有该授权：从未授予，或已关闭")
    }
    static var notAGrantKey: CommandError {
        .usage(tell("a grant key is an Ed25519 key", zh: "授权密钥须为 Ed25519"))
    }

    static func requested(_ path: String) -> String { tell("Wrote the request \(path)", zh: "已写入请求 \(path)") }
    static func given(_ uses: UInt64, _ days: UInt64) -> String {
        tell(
            "Granted \(counted(Int(clamping: uses), "use")) for \(counted(Int(clamping: days), "day"))",
            zh: "已授权 \(days) 天内使用 \(uses) 次")
    }
    static func used(_ index: UInt64) -> String { tell("Use \(index) is counted", zh: "第 \(index) 次使用已计数") }

    static func state(_ grant: Grant) -> String {
        if grant.withdrawn != nil { return tell("The grant was withdrawn", zh: "授权已被撤回") }
        if let until = grant.pausedUntil, until * 1_000 > Moment.now {
            return tell("The grant is paused until \(UTCTime(seconds: until))", zh: "授权暂停至 \(UTCTime(seconds: until))")
        }
        if grant.refused != nil { return tell("The holder refused the request", zh: "持有人已拒绝该请求") }
        if grant.isUsedUp { return tell("The grant is used up", zh: "授权次数已用完") }
        return tell("The grant is in force", zh: "授权有效")
    }

    static func badProfile(_ text: String) -> CommandError {
        .usage(tell("'\(text)' is not a profile id: \(ProfileID.form)", zh: "“\(text)”不是字段集标识：\(ProfileID.form)"))
    }

    static func parse(_ text: String) throws -> GrantID {
        guard let digest = Digest(hex: text) else {
            throw CommandError.usage(
                tell("'\(text)' is not a grant id: 64 hexadecimal digits", zh: "“\(text)”不是授权标识：应为 64 位十六进制"))
        }
        return GrantID(digest)
    }

    static func readRequest(_ bytes: [UInt8], _ path: String) throws -> Request {
        do { return try Request(decoding: try Statement(decoding: bytes).payload) } catch {
            throw CommandError.refused(
                "bad-request",
                tell(
                    "\(path) is not a request: \(FormWords.describe(error))",
                    zh: "\(path) 不是用证请求：\(FormWords.describe(error))"),
                next: tell(
                    "name the file that `deedbox grant request --out` has written",
                    zh: "请给出 deedbox grant request --out 写出的文件"))
        }
    }
}
