public import NodeAPI
public import Rulebook
internal import Signing

/// What was asked of the desk and may not be, or not now: the rule, the fact, the next step.
public struct RelyingRefusal: Error, Hashable, Sendable {
    /// The stable word of the rule.
    public let code: String
    public let words: Words
    /// For a use that came too late: the statement that was counted in its place, and its block.
    public let winner: WinnerBody?

    init(_ code: String, zh: String, en: String, nextZh: String, nextEn: String) {
        self.init(code, Words(zh: zh, en: en, nextZh: nextZh, nextEn: nextEn))
    }

    init(_ code: String, _ words: Words, winner: WinnerBody? = nil) {
        self.code = code
        self.words = words
        self.winner = winner
    }

    /// The ledger's refusal of a statement, in its own words.
    init(_ outcome: OutcomeBody) {
        let nothing = Bilingual(zh: "", en: "")
        self.init(
            outcome.code ?? "refused", Words(detail: outcome.detail ?? nothing, next: outcome.next ?? nothing),
            winner: outcome.winner)
    }
}

/// The ledger cannot be reached, or is not ready; nothing is lost, and asking again may help.
public struct LedgerSilent: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who is away and why.
    public let words: Bilingual

    public init(_ words: Bilingual) { self.words = words }
    init(zh: String, en: String) { words = Bilingual(zh: zh, en: en) }

    public var description: String { words.en }
}

/// A file of the desk that cannot be used, or a setting that it does not start with.
public enum RelyingFailure: Error, Hashable, Sendable {
    case exists(String)
    case missing(String)
    /// What the file holds instead.
    case unreadable(String, fact: String)
    /// The database is another desk's, or another ledger's.
    case otherDesk(String)
    /// The storage key does not open what the database holds.
    case wrongStorageKey
    /// Plain HTTP on an address that others reach.
    case notLoopback(String)
}

extension RelyingRefusal {
    static func noSuchScene(_ code: SceneCode) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-scene", zh: "账本上没有本机构的场景 \(code)。", en: "The ledger has no scene \(code) of this party.",
            nextZh: "请先用 deedbox relying scene declare 声明。", nextEn: "Declare it by deedbox relying scene declare.")
    }

    static func sceneNotOpen(_ code: SceneCode, ended: UInt64?) -> RelyingRefusal {
        guard let ended else {
            return RelyingRefusal(
                "scene-not-approved", zh: "场景 \(code) 还没有监管方批准。",
                en: "No regulator has approved the scene \(code) yet.",
                nextZh: "请监管方用 deedbox scene approve 批准。", nextEn: "A regulator approves it by deedbox scene approve.")
        }
        let time = UTCTime(seconds: ended / 1_000)
        return RelyingRefusal(
            "scene-ended", zh: "场景 \(code) 已于 \(time) 终止。", en: "The scene \(code) ended at \(time).",
            nextZh: "请在另一个场景下请求。", nextEn: "Ask within another scene.")
    }

    static func noSuchProfile(_ id: ProfileID, _ scene: Scene) -> RelyingRefusal {
        let known = scene.profiles.map(\.id.text).joined(separator: ", ")
        return RelyingRefusal(
            "no-such-profile", zh: "场景 \(scene.code) 没有字段组 \(id)，只有 \(known)。",
            en: "The scene \(scene.code) has no profile \(id); it has \(known).", nextZh: "请换一个字段组。",
            nextEn: "Take one of these.")
    }

    static func tooMuch(_ scene: Scene, uses: UInt64, term: UInt64) -> RelyingRefusal {
        guard uses > 0, term > 0 else {
            return RelyingRefusal(
                "beyond-scene", zh: "至少须请求 1 次使用和 1 天。", en: "A request asks for at least one use and one day.",
                nextZh: "请写至少 1 次、1 天。", nextEn: "Ask for one or more of each.")
        }
        let days = scene.term / 86_400
        return RelyingRefusal(
            "beyond-scene",
            zh: "场景 \(scene.code) 最多允许 \(days) 天内 \(scene.maxUses) 次，请求的是 \(term / 86_400) 天内 \(uses) 次。",
            en:
                "The scene \(scene.code) allows \(scene.maxUses) uses in \(days) days, and \(uses) in \(term / 86_400) "
                + "are asked for.", nextZh: "请少要一些。", nextEn: "Ask for less.")
    }

    static var badCase: RelyingRefusal {
        RelyingRefusal(
            "bad-case", zh: "案号须有 1 至 200 字节。", en: "A case number has 1 to 200 bytes.", nextZh: "请改写案号。",
            nextEn: "Write another case number.")
    }

    static func noSealingKey(_ member: MemberID) -> RelyingRefusal {
        RelyingRefusal(
            "no-sealing-key", zh: "账本上成员 \(member) 没有登记密封公钥。",
            en: "On the ledger the member \(member) has no sealing key.",
            nextZh: "请由治理方用 deedbox member update --sealing-key 登记。",
            nextEn: "Governance registers it by deedbox member update --sealing-key.")
    }

    static func otherSealingKey(_ key: String) -> RelyingRefusal {
        RelyingRefusal(
            "other-sealing-key", zh: "登记的密封公钥 \(key) 不在本台。",
            en: "The registered sealing key \(key) is none of this desk's.",
            nextZh: "请用 deedbox relying key 把它加入本台，或登记本台的公钥。",
            nextEn: "Add it by deedbox relying key, or register one that this desk has.")
    }

    static func tooManySessions(_ limit: Int) -> RelyingRefusal {
        RelyingRefusal(
            "too-many-sessions", zh: "未结束的请求已有 \(limit) 个。", en: "\(limit) requests are open.",
            nextZh: "请等它们被答复或过期。", nextEn: "Wait until they are answered or over.")
    }

    static func noSuchGrant(_ name: String) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-grant", zh: "本台没有授权、请求或案号“\(name)”。", en: "This desk has no grant, request or case \"\(name)\".",
            nextZh: "用 deedbox relying status 查看。", nextEn: "deedbox relying status lists them.")
    }

    static func notGranted(_ state: String) -> RelyingRefusal {
        RelyingRefusal(
            "not-granted", zh: "授权还没有在账本上终局（\(state)）。", en: "The grant is not final on the ledger (\(state)).",
            nextZh: "用 deedbox relying status 查看进展。", nextEn: "deedbox relying status tells how far it is.")
    }

    static func useGoesOn(_ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "use-goes-on", zh: "第 \(number) 次使用已经开始，还没有完成。", en: "Use \(number) has begun and is not done.",
            nextZh: "先完成它：deedbox relying use 不带 --index。",
            nextEn: "Finish it first: deedbox relying use without --index.")
    }

    static func useDone(_ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "use-done", zh: "第 \(number) 次使用已经完成。", en: "Use \(number) is done.", nextZh: "用 deedbox relying show 查看。",
            nextEn: "deedbox relying show shows it.")
    }

    static func usedElsewhere(_ number: UInt64, _ winner: WinnerBody?) -> RelyingRefusal {
        let block = winner.map { "\($0.height)" } ?? "?"
        return RelyingRefusal(
            "used-elsewhere",
            Words(
                zh: "第 \(number) 次使用已由本机构的另一项声明在区块 \(block) 计数。",
                en: "Use \(number) was counted for another statement of this party, in block \(block).",
                nextZh: "如仍需要，请用下一次。", nextEn: "Take the next one if it is still needed."),
            winner: winner)
    }

    static func otherDeposit(_ digest: Digest) -> RelyingRefusal {
        RelyingRefusal(
            "deposit-missing", zh: "账本上的授权指向密件 \(digest)，而本台没有收到。",
            en: "On the ledger the grant names the deposit \(digest), which this desk was not given.",
            nextZh: "请持有人把重新分发的密件交给本台。", nextEn: "Ask the holder to hand the deposit that was dealt again to this desk."
        )
    }
}

extension Words {
    /// The fact in both languages, then the next step.
    init(zh: String, en: String, nextZh: String, nextEn: String) {
        self.init(detail: Bilingual(zh: zh, en: en), next: Bilingual(zh: nextZh, en: nextEn))
    }
}
