public import Ledger
public import Releasing
internal import Rulebook
public import Signing

/// Why a node gives no shares of what a statement sets free.
extension Problem {
    /// What is asked is not in the form of a question.
    public static func releaseQuestion(_ fact: String) -> Problem {
        Problem(
            .releaseQuestion,
            Words(
                zh: "请求体不是份额的询问：\(fact)。", en: "The body is no question for shares: \(fact).",
                nextZh: "请发送 {\"statement\": 声明编号, \"from\": 起始记录}。",
                nextEn: "Send {\"statement\": id, \"from\": first record}."))
    }

    /// The statement waits for its block.
    public static func releasePending(_ id: StatementID) -> Problem {
        Problem(
            .releaseNotFinal,
            Words(
                zh: "声明 \(id) 在本节点还没有终局。", en: "The statement \(id) is not final at this node yet.",
                nextZh: "请等 Retry-After 所说的秒数再问，或问另一个节点；使用不必重新提交。",
                nextEn: "Ask again after the seconds in Retry-After, or ask another node; nothing is submitted anew."))
    }

    /// A disclosure is still sealed here; `latest` is POSIX seconds.
    public static func releaseSealed(until: Height, latest: UInt64) -> Problem {
        let time = UTCTime(seconds: latest)
        return Problem(
            .releaseNotFinal,
            Words(
                zh: "该查阅记录封存到区块 \(until)，最迟到 \(time)，在本节点尚未到期。",
                en:
                    "The disclosure is sealed until block \(until), at the latest until \(time); at this node "
                    + "neither is final.",
                nextZh: "到期之后再问。", nextEn: "Ask again when one of them has come."))
    }

    /// The statement is final, and sets nothing free.
    public static func notARelease(_ id: StatementID, contentType: String) -> Problem {
        Problem(
            .releaseNotSetFree,
            Words(
                zh: "声明 \(id) 是“\(contentType.shown)”，不放行任何密钥份额。",
                en: "The statement \(id) is \"\(contentType.shown)\", and sets no shares free.",
                nextZh: "请用 use、use.many、trace 或封存的 disclosure 的声明编号来问。",
                nextEn: "Ask with the id of a use, a use.many, a trace or a sealed disclosure."))
    }

    /// A question that begins behind the last record.
    public static func releaseBeyondRecords(from: Int, count: Int) -> Problem {
        Problem(
            .releaseEntries,
            Words(
                zh: "声明有 \(count) 次使用，没有位置 \(from)。",
                en: "The statement has \(count) uses, and none at the position \(from).",
                nextZh: "位置从 0 数起，每次最多答 \(FinalRelease.maxEntries) 次使用。",
                nextEn: "Positions count from 0; up to \(FinalRelease.maxEntries) uses are answered at once."))
    }

    /// The key to which shares would be sealed is none.
    public static func releaseKeyUnusable(_ id: StatementID) -> Problem {
        Problem(
            .releaseKeyUnusable,
            Words(
                zh: "声明 \(id) 写明的放行公钥不能用来加密。",
                en: "Nothing can be sealed to the release key that the statement \(id) names.",
                nextZh: "这次使用已经计数；以后请用新生成的 X25519 公钥。",
                nextEn: "This use stays counted; name a freshly drawn X25519 key in the next one."))
    }

    /// The rule of release is not met.
    public init(_ refusal: ReleaseRefusal) {
        switch refusal {
        case .notCosignedHere: self = .releaseNotCosigned
        case .notFinal(let found, let needed): self = .releaseNotFinal(found, needed: needed)
        case .entryCount(let count, _): self = .releaseBeyondRecords(from: 0, count: count)
        case .notSetFree(let index):
            self.init(
                .releaseNotSetFree,
                Words(
                    zh: "这个声明不放行“\(index)”的密钥。", en: "The statement does not set free the secret of the \(index).",
                    nextZh: "使用打开票据，追踪打开追踪件：请提交另一种声明。",
                    nextEn: "A use opens tickets, a trace opens trace packets: submit the other statement."))
        case .nothingHeld:
            self.init(
                .releaseNothingHeld,
                Words(
                    zh: "本节点没有这些使用的份额：没有分给它，或者已按规则删除。",
                    en: "This node holds no share of any of them: it was dealt none, or has deleted them by rule.",
                    nextZh: "请问授权当时的其他节点。", nextEn: "Ask another validator of the set that the grant was dealt to."))
        }
    }

    private static var releaseNotCosigned: Problem {
        Problem(
            .releaseNotFinal,
            Words(
                zh: "本节点还没有联署这个区块。", en: "This node has not cosigned the block.",
                nextZh: "请等 Retry-After 所说的秒数再问，或问另一个节点。",
                nextEn: "Ask again after the seconds in Retry-After, or ask another node."))
    }

    private static func releaseNotFinal(_ found: Int, needed: Int) -> Problem {
        Problem(
            .releaseNotFinal,
            Words(
                zh: "区块有 \(found) 份联署，放行需要 \(needed) 份。",
                en: "The block has \(found) cosignatures, and \(needed) are needed for a release.",
                nextZh: "请等 Retry-After 所说的秒数再问；场景要求更多联署时，须等缺席的节点回来。",
                nextEn:
                    "Ask again after the seconds in Retry-After; when the scene asks for more than a quorum, nodes "
                    + "that are away must come back first."))
    }
}
