public import Rulebook

/// What the ledger says of a document as of a block.
public struct Standing: Hashable, Sendable {
    public let state: DocumentState
    /// Since when the state holds, in ms, and the block that said so; nil when nothing was ever said against it.
    public let since: UInt64?
    public let sinceHeight: UInt64?
    /// It speaks as of this block and its time, in ms.
    public let height: UInt64
    public let time: UInt64
    /// The holder's last correction; nil when none was ever opened.
    public let correction: CorrectionEntry?
}

/// The answer to the question how a document stands.
public enum StandingAnswer: Hashable, Sendable {
    /// Proven now.
    case known(Standing)
    /// Could not be checked; what was known last, if anything.
    case unknown(last: Standing?, reason: Bilingual)

    /// What is known, new or old.
    public var standing: Standing? {
        switch self {
        case .known(let standing): standing
        case .unknown(let last, _): last
        }
    }

    /// As one of the three answers. An outage never reads as revoked.
    public var finding: Finding {
        switch self {
        case .known(let standing): standing.finding
        case .unknown(let last, let reason):
            Finding(
                name: .status, answer: .unknown,
                fact: Bilingual(
                    zh: "无法核验：\(reason.zh)" + (last.map { "（上次：\($0.finding.fact.zh)）" } ?? ""),
                    en: "could not check: \(reason.en)" + (last.map { " (last: \($0.finding.fact.en))" } ?? "")))
        }
    }
}

extension Standing {
    fileprivate var finding: Finding {
        let place = Bilingual(
            zh: "截至区块 \(height)（\(UTCTime(seconds: time / 1_000))）",
            en: "as of block \(height), \(UTCTime(seconds: time / 1_000))")
        let words = state.words
        guard let since else { return .yes(.status, "\(words.en), \(place.en)", zh: "\(words.zh)，\(place.zh)") }
        let began = UTCTime(seconds: since / 1_000)
        let block = sinceHeight ?? 0
        let answer: Finding.Answer = state == .inForce ? .yes : .no
        return Finding(
            name: .status, answer: answer,
            fact: Bilingual(
                zh: "\(words.zh)，自 \(began)（区块 \(block)）；\(place.zh)",
                en: "\(words.en) since \(began) (block \(block)); \(place.en)"))
    }
}

extension DocumentState {
    /// The state in a word.
    public var words: Bilingual {
        switch self {
        case .inForce: Bilingual(zh: "有效", en: "in force")
        case .suspended: Bilingual(zh: "已暂停", en: "suspended")
        case .revoked: Bilingual(zh: "已吊销", en: "revoked")
        case .superseded: Bilingual(zh: "已被替换", en: "superseded")
        }
    }
}
