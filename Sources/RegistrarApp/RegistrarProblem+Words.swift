internal import RegistrarAPI
internal import Rulebook

extension RegistrarProblem {
    private init(_ code: RegistrarProblemCode, zh: String, en: String, nextZh: String, nextEn: String) {
        self.init(code, Bilingual(zh: zh, en: en), next: Bilingual(zh: nextZh, en: nextEn))
    }

    static func badRequest(_ fact: String) -> RegistrarProblem {
        RegistrarProblem(
            .badRequest, zh: "请求的格式不对：\(fact)。", en: "The request has not the form it must have: \(fact).",
            nextZh: "请按 docs/protocol/registrar.md 改正后再发。", nextEn: "Send it as docs/protocol/registrar.md says.")
    }

    static func bodyTooLarge(limit: Int) -> RegistrarProblem {
        RegistrarProblem(
            .bodyTooLarge, zh: "请求超过 \(limit) 字节。", en: "The request is longer than \(limit) bytes.",
            nextZh: "请分成几个请求。", nextEn: "Divide it among several requests.")
    }

    static func noSuchPath(_ path: String) -> RegistrarProblem {
        RegistrarProblem(
            .noSuchPath, zh: "没有路径 \(path)。", en: "There is no path \(path).",
            nextZh: "路径见 docs/protocol/registrar.md。", nextEn: "docs/protocol/registrar.md lists the paths.")
    }

    static var badNumber: RegistrarProblem {
        RegistrarProblem(
            .badNumber, zh: "号码不是公民身份号码，也不是统一社会信用代码，或校验码不符。",
            en: "The number is no citizen number and no credit code, or its check digit does not hold.",
            nextZh: "请核对号码。", nextEn: "Check the number.")
    }

    static func badProof(_ fact: String) -> RegistrarProblem {
        RegistrarProblem(
            .badProof, zh: "密钥持有证明不成立：\(fact)。", en: "The proof of a key does not hold: \(fact).",
            nextZh: "请用请求里的密钥对同一请求重新签名；有效期十分钟。",
            nextEn: "Sign the same request again with the keys in it; a proof is good for ten minutes.")
    }

    static var identityNotConfirmed: RegistrarProblem {
        RegistrarProblem(
            .identityNotConfirmed, zh: "实名核验没有通过；本次尝试已记录。",
            en: "The real-name check did not pass; the attempt was logged.",
            nextZh: "请核对姓名、号码和人脸核验；多次失败会暂停一小时。",
            nextEn: "Check name, number and face; after several failures no more are taken for an hour.")
    }

    static var tooManyAttempts: RegistrarProblem {
        RegistrarProblem(
            .tooManyAttempts, zh: "这个号码一小时内失败次数太多。", en: "Too many checks of this number failed within an hour.",
            nextZh: "请一小时后再试，或到核验窗口办理。", nextEn: "Try again in an hour, or go to the registrar's counter.")
    }

    static var accountExists: RegistrarProblem {
        RegistrarProblem(
            .accountExists, zh: "这个身份已经有账户。", en: "This identity has an account already.",
            nextZh: "换了设备请用换绑；不是本人开立请联系核验方。",
            nextEn: "Bind a new device to it; if it was not you who opened it, turn to the registrar.")
    }

    static var noAccount: RegistrarProblem {
        RegistrarProblem(
            .noAccount, zh: "这个身份还没有账户。", en: "This identity has no account yet.",
            nextZh: "请先开立账户。", nextEn: "Open an account first.")
    }

    static var keyUsedBefore: RegistrarProblem {
        RegistrarProblem(
            .keyUsedBefore, zh: "这把持有人密钥已经用于别的绑定。", en: "This holder key belongs to another binding already.",
            nextZh: "请生成新的密钥。", nextEn: "Make a new key.")
    }

    static var rebindingWaits: RegistrarProblem {
        RegistrarProblem(
            .rebindingWaits, zh: "这个账户已有一次换绑在等待。", en: "Another re-binding of this account waits already.",
            nextZh: "请等它生效或被否决。", nextEn: "Wait until it is in force or forbidden.")
    }

    static var nothingWaits: RegistrarProblem {
        RegistrarProblem(
            .nothingWaits, zh: "没有这样的换绑在等待。", en: "No such re-binding waits.",
            nextZh: "请核对通知里的绑定；已经生效的请联系核验方。",
            nextEn: "Check the binding in the notice; when it is in force already, turn to the registrar.")
    }

    static func notAMember(_ name: String) -> RegistrarProblem {
        RegistrarProblem(
            .notAMember, zh: "“\(name)”不是账本上现行的成员，或签名密钥不是它的。",
            en: "\"\(name)\" is no member of the ledger now, or the key is not one of its keys.",
            nextZh: "请用成员现行的声明密钥签名。", nextEn: "Sign with a key that the member has now.")
    }

    static func notAnIssuer(_ name: String) -> RegistrarProblem {
        RegistrarProblem(
            .notAnIssuer, zh: "成员 \(name) 不是签发机构。", en: "Member \(name) is no issuer.",
            nextZh: "目录只答复签发机构。", nextEn: "The directory answers issuers alone.")
    }

    static func notARegulator(_ name: String) -> RegistrarProblem {
        RegistrarProblem(
            .notARegulator, zh: "成员 \(name) 不是监管方。", en: "Member \(name) is no regulator.",
            nextZh: "追查只答复监管方。", nextEn: "Traces are answered to regulators alone.")
    }

    static var tokenKeyUsed: RegistrarProblem {
        RegistrarProblem(
            .tokenKeyUsed, zh: "其中一把密钥已经用于别的账户的追溯令牌。",
            en: "One of the keys belongs to a trace token of another account.",
            nextZh: "请生成新的密钥。", nextEn: "Make new keys.")
    }

    static func tooManyTokens(_ limit: Int) -> RegistrarProblem {
        RegistrarProblem(
            .tooManyTokens, zh: "一个账户每天最多领取 \(limit) 个追溯令牌。",
            en: "An account gets at most \(limit) trace tokens a day.",
            nextZh: "请用已领取的令牌，或明天再领。", nextEn: "Use those that you have, or ask again tomorrow.")
    }

    static func traceNotProven(_ fact: String) -> RegistrarProblem {
        RegistrarProblem(
            .traceNotProven, zh: "没有证明本监管方对该授权的追溯已在账本上最终确认：\(fact)。",
            en: "Nothing proves a final trace of this grant by this regulator: \(fact).",
            nextZh: "请先提交 trace 声明，最终确认后附上它的回执。",
            nextEn: "Submit the trace first, and ask with its receipt once it is final.")
    }

    static var tokenNotForGrant: RegistrarProblem {
        RegistrarProblem(
            .tokenNotForGrant, zh: "这个追溯令牌不是为被追溯的授权签署的。",
            en: "The trace token was not signed for the grant that was traced.",
            nextZh: "请使用该授权追溯包中的令牌；若包中就是这一个，则是钱包的过错。",
            nextEn: "Ask with the token of that grant's trace packet; if this is the one, its wallet is at fault.")
    }

    static var tokenUnknown: RegistrarProblem {
        RegistrarProblem(
            .tokenUnknown, zh: "本核验方没有签发过这个追溯令牌。", en: "This registrar has issued no such trace token.",
            nextZh: "令牌写明由哪个核验方签发；请向它查询。", nextEn: "The token names the registrar that issued it: ask that one.")
    }

    static var questionRepeated: RegistrarProblem {
        RegistrarProblem(
            .questionRepeated, zh: "这个查询已经答复过。", en: "This question was answered already.",
            nextZh: "请用新的随机数重新签名。", nextEn: "Sign it again with a new nonce.")
    }

    static func tooManyQuestions(_ limit: Int) -> RegistrarProblem {
        RegistrarProblem(
            .tooManyQuestions, zh: "每分钟最多查询 \(limit) 个号码。", en: "At most \(limit) numbers a minute are looked up.",
            nextZh: "请一分钟后再查。", nextEn: "Ask again in a minute.")
    }

    static var notInDirectory: RegistrarProblem {
        RegistrarProblem(
            .notInDirectory, zh: "最近锚定的目录里没有这个绑定。", en: "The last anchored directory has no such binding.",
            nextZh: "刚生效的绑定请稍后再查；已被替换的不再列出。",
            nextEn: "Ask again soon for one that is new; one that was replaced is not listed any more.")
    }

    static var ledgerUnreachable: RegistrarProblem {
        RegistrarProblem(
            .ledgerUnreachable, zh: "核验方现在问不到账本节点。", en: "The registrar cannot ask a node of the ledger now.",
            nextZh: "请稍后再试。", nextEn: "Try again soon.")
    }

    static var storageFailed: RegistrarProblem {
        RegistrarProblem(
            .storageFailed, zh: "核验方没能保存。", en: "The registrar could not store it.",
            nextZh: "请稍后再试；运营者请查看日志。", nextEn: "Try again soon; the operator looks at the program's log.")
    }
}
