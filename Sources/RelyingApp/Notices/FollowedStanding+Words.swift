internal import Ledger
public import Rulebook

extension FollowedStanding {
    /// How it stands, since when and as of which block: for people.
    public var words: Bilingual {
        let (word, since) = (state.words, since)
        let zh = word.zh + (since.map { "（自区块 \($0) 起）" } ?? "") + (asOf.map { "，截至区块 \($0)" } ?? "")
        let en = word.en + (since.map { " since block \($0)" } ?? "") + (asOf.map { ", as of block \($0)" } ?? "")
        return state == .unknown ? word : Bilingual(zh: zh, en: en)
    }

    /// Of several documents the one of which a clerk must know first: a no, then what is not known, then a dispute. Nil
    /// without any.
    public static func gravest(_ standings: [FollowedStanding]) -> FollowedStanding? {
        standings.min { left, right in
            left.weight == right.weight ? left.asOf ?? 0 < right.asOf ?? 0 : left.weight < right.weight
        }
    }

    private var weight: Int {
        switch answer {
        case .no: 0
        case .unknown: 1
        case .yes: state == .inDispute ? 2 : 3
        }
    }
}

extension FollowedStanding.State {
    fileprivate var words: Bilingual {
        switch self {
        case .valid: Bilingual(zh: "有效", en: "valid")
        case .inDispute: Bilingual(zh: "有效，但有异议", en: "valid, and in dispute")
        case .suspended: Bilingual(zh: "已暂停", en: "suspended")
        case .revoked: Bilingual(zh: "已吊销", en: "revoked")
        case .superseded: Bilingual(zh: "已被替换", en: "superseded")
        case .expired: Bilingual(zh: "已过有效期", en: "expired")
        case .couldNotCheck:
            Bilingual(zh: "无法得知：用证台未跟上账本", en: "not known: the desk has not followed the ledger further")
        case .unknown: Bilingual(zh: "使用之后尚未查询", en: "not asked since the use")
        }
    }
}

extension RelyingDesk {
    /// How the documents of a use stand now, in their order: from what was proven since, without asking anybody.
    public func standings(of use: StoredUse) throws -> [FollowedStanding] {
        let documents = use.content?.documents ?? []
        return try standing(
            of: documents.indices.map { .use(use.grant, number: use.number, place: $0) })
    }

    /// What became of documents on which a case relies, and nobody has acknowledged, in words with the notice's number.
    func noticeWords(ofCase caseNumber: String) throws -> [Bilingual] {
        try notices(ofCase: caseNumber).map { notice in
            let uses = notice.uses.map { "\($0.number)" }.joined(separator: ", ")
            return Bilingual(
                zh:
                    "第 \(notice.number) 号通知：\(notice.issuer) 签发的 \(notice.type)：\(notice.event.words.zh)（区块 "
                    + "\(notice.height)），涉及第 \(uses) 次使用",
                en:
                    "Notice \(notice.number): \(notice.type) by \(notice.issuer): \(notice.event.words.en), block "
                    + "\(notice.height); relied on by use \(uses)")
        }
    }
}
