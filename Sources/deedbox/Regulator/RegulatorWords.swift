import NodeAPI
import RegistrarAPI
import Rulebook

/// Words of the noun `regulator`.
enum RegulatorWords {
    static var abstract: String {
        tell(
            "Whose a grant is, who was shown a document, what a party did, and figures.",
            zh: "授权属于谁、谁看过文档、某一方做过什么，以及统计。")
    }
    static var discussion: String {
        tell(
            """
            The ledger names nobody. A regulator that must know whose a grant is makes an entry with its ground first; \
            only then do the nodes release the grant's trace packet to it, and the registrar that issued the token in \
            it says who the holder is. Desks tell who was shown a document, after an entry, too. The holder finds \
            both. What a party did, and figures, are read from the leaves that everybody has.
            """,
            zh: "账本上没有姓名。监管方确需知道授权属于谁时，须先写入载明依据的声明；此后节点才向其释放该授权的追溯包，签发其中令牌的实名核验方才说明持有人。"
                + "须先写入声明，才能向用证台询问谁看过一份文档。持有人能看到这两种声明。某一方做过什么和统计，从人人可得的条目中读出。")
    }
    static var trace: String { tell("Trace a grant.", zh: "追溯授权。") }
    static var traceExamples: String {
        ConsoleWords.examples(
            "deedbox regulator trace 5f0c… --ground courtOrder --case X-2090-7 --key regulator.key "
                + "--sealing-key regulator-sealing.key --registrar http://127.0.0.1:7301")
    }
    static var ground: String {
        let words = LegalGround.allCases.filter(\.allowsTrace).map(\.word).joined(separator: ", ")
        return tell("On what ground: \(words).", zh: "依据：\(words)。")
    }
    static var sealingKey: String {
        tell(
            "The key to which wallets seal; old ones too, once each.", zh: "钱包加密所用的密钥；旧密钥也请逐一给出。")
    }
    static var registrar: String {
        tell("The registrar that issued the token.", zh: "签发令牌的实名核验方。")
    }
    static var traceFile: String {
        tell(
            "Where traces and answers are kept; otherwise GRANT.trace.jsonl in this folder. It names persons.",
            zh: "保存追溯及结果的文件；缺省为当前文件夹的 GRANT.trace.jsonl。其中有个人信息。")
    }
    static var again: String {
        tell(
            "Make a new entry, though one was made before.", zh: "即使以前已写入声明，也重新写入一次。")
    }
    static var tracedMeaning: String {
        tell(
            "The entry stands on the ledger for ever, and the holder sees it. The registrar's log has the question.",
            zh: "该声明永久留在账本上，持有人可见；核验方的日志中有此次查询。")
    }

    static func traced(_ party: String) -> String {
        tell("The grant to \(party) is traced", zh: "已追溯对 \(party) 的授权")
    }
    static func level(_ level: UInt64) -> String {
        level >= 2
            ? tell("name, number and face", zh: "姓名、号码和人脸") : tell("name and number", zh: "姓名和号码")
    }
    static func falseShares(_ count: Int) -> String {
        tell(
            "\(count) validators have given false shares: the evidence, signed by them, is in the file",
            zh: "\(count) 个验证节点给出了错误份额：由其签名的证据已存入文件")
    }

    static func parse(_ word: String) throws -> LegalGround {
        guard let ground = LegalGround(word: word), ground.allowsTrace else {
            let words = LegalGround.allCases.filter(\.allowsTrace).map(\.word).joined(separator: ", ")
            throw CommandError.usage(
                tell("'\(word)' is no ground of a trace: \(words)", zh: "“\(word)”不是追溯的法定依据：\(words)"))
        }
        return ground
    }

    static func noSuchGrant(_ grant: GrantID) -> CommandError {
        .refused(
            "no-such-grant",
            tell(
                "the ledger has never had a grant \(grant): nothing was entered", zh: "账本上从未有过授权 \(grant)：未写入任何声明"),
            next: tell(
                "compare the id with those of deedbox regulator party", zh: "请与 deedbox regulator party 列出的授权标识核对"))
    }
    static var otherSealingKey: CommandError {
        .refused(
            "other-sealing-key",
            tell(
                "the trace packet is sealed to another key than those given", zh: "追溯包所用的加密密钥不在给出的密钥之中"),
            next: tell(
                "give every key that the regulator had since the grant, each with --sealing-key",
                zh: "请用 --sealing-key 逐一给出授权以来用过的密钥"))
    }
    static var noToken: CommandError {
        .refused(
            "no-trace-token",
            tell(
                "the wallet has put no token into the trace packet: nobody can be found by it",
                zh: "钱包未在追溯包中放入令牌，无法据此找到持有人"),
            next: tell(
                "ask the relying party why it took a grant without one", zh: "请询问用证方为何接受没有令牌的授权"))
    }
    static func notOpened(_ fact: String) -> CommandError {
        .failed(
            "trace-does-not-open", tell("it does not open: \(fact)", zh: "无法打开：\(fact)"),
            next: tell("run it again: the entry stays, and no second one is made", zh: "请重试；声明仍在，不会重复写入"))
    }
    static func notGathered(_ error: GatheringError) -> CommandError {
        .failed(
            "not-gathered", tell(error.words.detail.en, zh: error.words.detail.zh),
            next: tell("run it again later: the entry stays, and no second one is made", zh: "请稍后重试；声明仍在，不会重复写入"))
    }
    /// What the registrar said, or why it said nothing.
    static func told(_ error: RegistrarClientError) -> CommandError {
        switch error {
        case .badURL(let url): .usage(tell("'\(url)' is no address", zh: "“\(url)”不是地址"))
        case .unreachable(let url, let reason):
            .failed(
                "unreachable", tell("\(url) does not answer: \(reason)", zh: "\(url) 没有应答：\(reason)"),
                next: tell("run it again: the entry stays, and no second one is made", zh: "请重试；声明仍在，不会重复写入"))
        case .unreadable(let url, let status):
            .failed(
                "unreadable-answer",
                tell("\(url) gave no answer of a registrar (\(status))", zh: "\(url) 的应答无法识别（\(status)）"))
        case .problem(let problem) where problem.status >= 500:
            .failed(
                problem.code, tell(problem.detail, zh: problem.detailZh), next: tell(problem.next, zh: problem.nextZh))
        case .problem(let problem):
            .refused(
                problem.code, tell(problem.detail, zh: problem.detailZh), next: tell(problem.next, zh: problem.nextZh))
        }
    }
}
