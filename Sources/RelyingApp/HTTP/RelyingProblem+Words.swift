internal import NodeAPI
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingProblem {
    private init(
        _ code: RelyingProblemCode, zh: String, en: String, nextZh: String, nextEn: String, rule: String? = nil
    ) {
        self.init(code, Bilingual(zh: zh, en: en), next: Bilingual(zh: nextZh, en: nextEn), rule: rule)
    }

    static func badRequest(_ fact: String) -> RelyingProblem {
        RelyingProblem(
            .badRequest, zh: "请求的格式不对：\(fact)。", en: "The request has not the form it must have: \(fact).",
            nextZh: "请按 docs/protocol/requests.md 改正后再发。", nextEn: "Send it as docs/protocol/requests.md says.")
    }

    static func badAnswer(_ error: CBORError) -> RelyingProblem { badRequest("\(error)") }

    static func bodyTooLarge(limit: Int) -> RelyingProblem {
        RelyingProblem(
            .bodyTooLarge, zh: "请求超过 \(limit) 字节。", en: "The request is longer than \(limit) bytes.",
            nextZh: "请少给一些文件。", nextEn: "Show fewer or smaller documents.")
    }

    static func noSuchPath(_ path: String) -> RelyingProblem {
        RelyingProblem(
            .noSuchPath, zh: "没有路径 \(path)。", en: "There is no path \(path).",
            nextZh: "路径见 GET /openapi.json 和 docs/protocol/requests.md。",
            nextEn: "GET /openapi.json and docs/protocol/requests.md list the paths.")
    }

    static func wrongMethod(_ method: String, allowed: [String]) -> RelyingProblem {
        let allowed = allowed.joined(separator: ", ")
        return RelyingProblem(
            .wrongMethod, zh: "此路径只接受 \(allowed)，不接受 \(method)。",
            en: "This path takes \(allowed) and not \(method).", nextZh: "请按 GET /openapi.json 选用方法。",
            nextEn: "Take a method that GET /openapi.json names.")
    }

    static var noSuchSession: RelyingProblem {
        RelyingProblem(
            .noSuchSession, zh: "没有这个请求。", en: "There is no such request.", nextZh: "请用证方重新给出链接。",
            nextEn: "Ask the relying party for a new link.")
    }

    static func sessionOver(at time: UInt64) -> RelyingProblem {
        RelyingProblem(
            .sessionOver, zh: "请求已于 \(UTCTime(seconds: time)) 过期。",
            en: "The request was over at \(UTCTime(seconds: time)).", nextZh: "请用证方重新给出链接。",
            nextEn: "Ask the relying party for a new link.")
    }

    static func sessionDone(_ state: Session.State) -> RelyingProblem {
        RelyingProblem(
            .sessionOver, zh: "请求已经答复过（\(state.rawValue)）。",
            en: "The request was answered already (\(state.rawValue)).",
            nextZh: "如需另一次授权，请用证方重新给出链接。", nextEn: "For another grant ask the relying party for a new link.")
    }

    static var otherWallet: RelyingProblem {
        RelyingProblem(
            .otherWallet, zh: "另一个钱包已经取走了这个请求。", en: "Another wallet has fetched this request.",
            nextZh: "如果不是您，请用证方重新给出链接。", nextEn: "If it was not you, ask the relying party for a new link.")
    }

    static var keyUsed: RelyingProblem {
        RelyingProblem(
            .badRequest, zh: "这把授权密钥已用于另一个请求。", en: "This grant key was used for another request.",
            nextZh: "请用新的密钥取请求。", nextEn: "Fetch the request with a fresh key.")
    }

    static var notFetched: RelyingProblem {
        RelyingProblem(
            .badGrant, zh: "还没有钱包取过这个请求。", en: "No wallet has fetched this request yet.", nextZh: "请先取请求。",
            nextEn: "Fetch the request first.")
    }

    static var answeredOtherwise: RelyingProblem {
        RelyingProblem(
            .answeredOtherwise, zh: "这个请求已经有另一份答复。", en: "This request has another answer already.",
            nextZh: "查看该答复的结果；不能再改。", nextEn: "See what became of that answer; it cannot be changed.")
    }

    static func badGrant(_ fact: String) -> RelyingProblem {
        RelyingProblem(
            .badGrant, zh: "答复不是对这个请求的有效答复：\(fact)。", en: "This is no good answer to the request: \(fact).",
            nextZh: "请钱包按请求重新签名。", nextEn: "The wallet signs again what the request asks.")
    }

    static var notGranted: RelyingProblem {
        RelyingProblem(
            .badGrant, zh: "用证台还没有看到这项授权终局。", en: "The desk has not seen this grant become final yet.",
            nextZh: "请稍后再交重新分发的密件。", nextEn: "Hand over what was dealt again later.")
    }

    /// What the desk finds of a deposit that was dealt again.
    init(_ refusal: DealtAgainRefusal) {
        self.init(
            .depositRefused, zh: "重新分发的密件不能采用：\(refusal)。",
            en: "What was dealt again cannot be taken: \(refusal).", nextZh: "请钱包按账本上的授权重新分发其余各次。",
            nextEn: "\(refusal.nextStep).", rule: refusal.code)
    }

    static var tooManyRequests: RelyingProblem {
        RelyingProblem(
            .tooManyRequests, zh: "同时答复太多。", en: "Too many answers come at once.", nextZh: "请几秒后再发同一份答复。",
            nextEn: "Send the same answer again in a few seconds.")
    }

    static func ledgerUnreachable(_ silence: LedgerSilent) -> RelyingProblem {
        RelyingProblem(
            .ledgerUnreachable, zh: "用证台现在问不到账本：\(silence.words.zh)",
            en: "The desk cannot ask the ledger now: \(silence.words.en)", nextZh: "请稍后再试。", nextEn: "Try again soon.")
    }

    static var storageFailed: RelyingProblem {
        RelyingProblem(
            .storageFailed, zh: "用证台没能保存。", en: "The desk could not store it.", nextZh: "请稍后再试；运营者请查看日志。",
            nextEn: "Try again soon; the operator looks at the program's log.")
    }

    /// What the desk finds of a deposit.
    init(_ refusal: DepositRefusal) {
        self.init(
            .depositRefused, zh: "密件不能采用：\(refusal)。", en: "The deposit cannot be taken: \(refusal).",
            nextZh: "请钱包按当前的节点与公钥重新密封。", nextEn: "\(refusal.nextStep).", rule: refusal.code)
    }

    /// What the desk itself refuses a wallet for: the scene, or its own keys.
    init(_ refusal: RelyingRefusal) {
        self.init(
            .sceneNotOpen, refusal.words.detail,
            next: Bilingual(zh: "请告知用证方。", en: "Tell the relying party."), rule: refusal.code)
    }

    /// What nodes or the ledger's rules refuse.
    init(ledger refusal: RelyingRefusal) {
        self.init(.grantRefused, refusal.words.detail, next: refusal.words.next, rule: refusal.code)
    }
}
