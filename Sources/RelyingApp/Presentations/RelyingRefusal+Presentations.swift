internal import NodeAPI
internal import RelyingAPI
internal import Rulebook

/// What is refused of plain requests.
extension RelyingRefusal {
    static func countedOnly(_ code: SceneCode) -> RelyingRefusal {
        RelyingRefusal(
            "counted-only", zh: "场景 \(code) 不允许未计次出示。", en: "The scene \(code) does not allow uncounted presentations.",
            nextZh: "请用 deedbox relying request 请求计次授权，或声明允许未计次出示的场景。",
            nextEn: "Ask for a counted grant by deedbox relying request, or declare a scene that allows it.")
    }

    static var noPresentationKey: RelyingRefusal {
        RelyingRefusal(
            "no-presentation-key", zh: "本台没有签署未计次请求的密钥和证书。",
            en: "The desk has no key and certificate to sign plain requests.",
            nextZh: "请用 deedbox relying presentation key 加入。", nextEn: "Add them by deedbox relying presentation key.")
    }

    static func badCertificate(_ fact: String) -> RelyingRefusal {
        RelyingRefusal(
            "bad-certificate", zh: "证书不能使用：\(fact)。", en: "The certificate cannot be used: \(fact).",
            nextZh: "请为该 P-256 密钥取得由机构签发的有效证书。",
            nextEn: "Get a certificate for this key of P-256 from an authority, good today.")
    }

    static func badIssuers(_ limit: Int) -> RelyingRefusal {
        RelyingRefusal(
            "bad-issuers", zh: "须给出 1 至 \(limit) 个签发机构的地址。", en: "1 to \(limit) addresses of issuers are needed.",
            nextZh: "请用 --issuer 给出。", nextEn: "Give them by --issuer.")
    }

    static func typeNotPublished(_ code: TypeCode) -> RelyingRefusal {
        RelyingRefusal(
            "type-not-published", zh: "所给签发机构都没有公布类型 \(code)。",
            en: "None of the issuers that were given publishes the type \(code).",
            nextZh: "请用 --issuer 给出签发该类型的机构。", nextEn: "Name one that issues it by --issuer.")
    }

    static func unreadableIssuer(_ address: String, _ fact: String) -> RelyingRefusal {
        RelyingRefusal(
            "issuer-not-read", zh: "读不到 \(address)：\(fact)。", en: "\(address) cannot be read: \(fact).",
            nextZh: "请核对地址，稍后再试。", nextEn: "Check the address, and try again later.")
    }

    static func noSuchPresentation(_ id: String) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-presentation", zh: "本台没有未计次请求“\(id)”。", en: "This desk has no plain request \"\(id)\".",
            nextZh: "用 deedbox relying presentation list 查看。", nextEn: "deedbox relying presentation list lists them.")
    }

    static var wrongResponseCode: RelyingRefusal {
        RelyingRefusal(
            "wrong-response-code", zh: "返回代码不对，或已用过。", en: "The response code is wrong, or was used.",
            nextZh: "请让持有人重新出示；不要采信此次出示。",
            nextEn: "Ask the holder to show it again; do not rely on this presentation.")
    }
}

extension RelyingProblem {
    static var presentationDone: RelyingProblem {
        RelyingProblem(
            .sessionOver, Bilingual(zh: "这个请求已经答复过。", en: "The request was answered already."),
            next: Bilingual(zh: "请用证方重新给出链接。", en: "Ask the relying party for a new link."))
    }
}
