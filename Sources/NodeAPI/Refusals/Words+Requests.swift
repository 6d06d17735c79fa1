internal import Rulebook
internal import Signing

/// Scenes, and the requests and grants below them.
extension Words {
    static func sceneExists(_ code: SceneCode) -> Words {
        Words(
            zh: "场景 \(code) 已经申报过；场景结束后代码也不再使用。",
            en: "The scene \(code) has been declared; its code is not taken again, even after its end.",
            nextZh: "请换一个代码。", nextEn: "Take another code.")
    }

    static func unknownScene(_ code: SceneCode) -> Words {
        Words(
            zh: "该用证方没有申报场景 \(code)。", en: "The relying party has declared no scene \(code).",
            nextZh: "请先用 deedbox scene declare 申报；deedbox scene list（GET /scenes）列出全部场景。",
            nextEn: "Declare it first with `deedbox scene declare`; `deedbox scene list` (GET /scenes) lists all.")
    }

    static func sceneEnded(_ code: SceneCode, _ at: UInt64) -> Words {
        Words(
            zh: "场景 \(code) 已于 \(UTCTime(milliseconds: at)) 结束。",
            en: "The scene \(code) ended at \(UTCTime(milliseconds: at)).",
            nextZh: "请申报新的场景并重新请求授权。", nextEn: "Declare a new scene, and ask for a new grant.")
    }

    static func unknownField(_ type: TypeCode, _ path: String) -> Words {
        Words(
            zh: "文档类型 \(type) 没有字段“\(path.shown)”。", en: "The document type \(type) has no field \"\(path.shown)\".",
            nextZh: "请按目录改正字段；deedbox type show \(type)（GET /types/\(type)）列出它的字段。",
            nextEn: "Name fields of the catalogue; `deedbox type show \(type)` (GET /types/\(type)) lists them.")
    }

    static func levelDiffers(_ type: TypeCode, _ path: String, _ declared: UInt64, _ found: UInt64) -> Words {
        Words(
            zh: "场景把文档类型 \(type) 的字段“\(path.shown)”写作 \(declared) 级，目录里是 \(found) 级。",
            en:
                "The scene gives the field \"\(path.shown)\" of the type \(type) the level \(declared); in the "
                + "catalogue it is \(found).",
            nextZh: "请按目录改正级别；deedbox type show \(type)（GET /types/\(type)）列出它的字段。",
            nextEn: "Take the levels of the catalogue; `deedbox type show \(type)` (GET /types/\(type)) lists them.")
    }

    static func sceneDiffers(_ code: SceneCode) -> Words {
        Words(
            zh: "批准声明里的摘要不是场景 \(code) 的摘要。",
            en: "The digest in the approval is not that of the scene \(code).",
            nextZh: "请重新阅读账本上的场景，再按它的摘要批准；deedbox scene list（GET /scenes）给出摘要。",
            nextEn: "Read the scene on the ledger again (`deedbox scene list`, GET /scenes), and approve its digest.")
    }

    static func approvalNotNeeded(_ code: SceneCode) -> Words {
        Words(
            zh: "场景 \(code) 无需批准：已经批准过，或者只用公开登记事项。",
            en: "The scene \(code) needs no approval: it was approved before, or asks for public facts only.",
            nextZh: "无需再做。", nextEn: "Nothing is left to do.")
    }

    static func sceneNotApproved(_ code: SceneCode) -> Words {
        Words(
            zh: "场景 \(code) 还没有得到监管方的批准。", en: "No regulator has approved the scene \(code) yet.",
            nextZh: "请监管方用 scene.approve 批准后再请求授权。",
            nextEn: "Ask a regulator for its approval by scene.approve; ask for grants after it.")
    }

    static func badRequest(_ fact: Bilingual) -> Words {
        Words(
            zh: "授权里的用证请求读不出来：\(fact.zh)。", en: "The request inside the grant cannot be read: \(fact.en).",
            nextZh: "请用证方重新签一份请求。", nextEn: "Ask the relying party for a new request.")
    }

    static func requestExpired(_ notAfter: UInt64) -> Words {
        Words(
            zh: "用证请求已于 \(UTCTime(seconds: notAfter)) 过期。",
            en: "The request expired at \(UTCTime(seconds: notAfter)).",
            nextZh: "请用证方重新签一份请求。", nextEn: "Ask the relying party for a new request.")
    }

    static func wrongRequestSignature(_ key: KeyID) -> Words {
        Words(
            zh: "用证请求上密钥 \(key) 的签名与请求的内容不符。",
            en: "The signature by the key \(key) does not fit the request that it signs.",
            nextZh: "不要答复这份请求；请用证方重新签一份。", nextEn: "Do not answer this request: ask the relying party for a new one.")
    }

    static func notTheRequestedKey(_ key: KeyID) -> Words {
        Words(
            zh: "授权由密钥 \(key) 签名，而请求写的是另一把一次性密钥，或者签名与内容不符。",
            en: "The grant is signed by the key \(key); the request names another once-only key, or the signature does "
                + "not fit.",
            nextZh: "请用请求里写明的那把密钥签名。", nextEn: "Sign the grant with the key that the request names.")
    }

    static func unknownProfile(_ profile: ProfileID) -> Words {
        Words(
            zh: "场景里没有字段组 \(profile)。", en: "The scene has no profile \(profile).",
            nextZh: "请用证方按申报的字段组重新请求。", nextEn: "Ask the relying party for a request with a declared profile.")
    }

    static func usesBeyondScene(_ asked: UInt64, _ limit: UInt64) -> Words {
        Words(
            zh: "请求 \(asked) 次使用，场景允许 1 到 \(limit) 次。",
            en: "The request asks for \(asked) uses, and the scene allows 1 to \(limit).",
            nextZh: "请用证方在场景范围内重新请求。", nextEn: "Ask the relying party for a request within its scene.")
    }

    static func termBeyondScene(_ asked: UInt64, _ limit: UInt64) -> Words {
        Words(
            zh: "请求 \(asked) 秒的期限，场景允许 1 到 \(limit) 秒。",
            en: "The request asks for a term of \(asked) s, and the scene allows 1 to \(limit) s.",
            nextZh: "请用证方在场景范围内重新请求。", nextEn: "Ask the relying party for a request within its scene.")
    }

    static func usesBeyondRequest(_ asked: UInt64, _ limit: UInt64) -> Words {
        Words(
            zh: "授权给 \(asked) 次使用，请求允许 1 到 \(limit) 次。",
            en: "The grant gives \(asked) uses, and the request allows 1 to \(limit).",
            nextZh: "请给不多于请求的次数。", nextEn: "Give no more uses than the request asks for.")
    }

    static func termBeyondRequest(_ expiry: UInt64, _ limit: UInt64) -> Words {
        Words(
            zh: "授权到 \(UTCTime(seconds: expiry))，按请求现在最晚到 \(UTCTime(seconds: limit))。",
            en: "The grant ends at \(UTCTime(seconds: expiry)); by the request it may end at "
                + "\(UTCTime(seconds: limit)) at the latest now.",
            nextZh: "请给更早的截止时间。", nextEn: "Give an earlier end.")
    }
}
