public import Rulebook

/// Why a request has no other answer, in the form of RFC 9457 (`application/problem+json`).
public struct Problem: Error, Codable, Hashable, Sendable {
    /// Always `about:blank`: the code tells problems apart.
    public let type: String
    /// The phrase of the status.
    public let title: String
    public let status: Int
    /// The stable code of the rule; a `ProblemCode` unless a newer node speaks.
    public let code: String
    /// What is the case, in English and Chinese.
    public let detail: String
    public let detailZh: String
    /// What to do next.
    public let next: String
    public let nextZh: String

    /// The media type of the JSON form.
    public static let mediaType = "application/problem+json"

    /// A problem of a code, with the facts in words.
    public init(_ code: ProblemCode, _ words: Words) {
        self.init(code.rawValue, status: code.status, words)
    }

    /// A problem whose code is that of a rule.
    init(_ code: String, status: Int, _ words: Words) {
        type = "about:blank"
        title = ProblemCode.title(of: status)
        self.status = status
        self.code = code
        detail = words.detail.en
        detailZh = words.detail.zh
        next = words.next.en
        nextZh = words.next.zh
    }
}

/// What is the case, and what to do next, for people in both languages.
public struct Words: Hashable, Sendable {
    public let detail: Bilingual
    public let next: Bilingual

    public init(detail: Bilingual, next: Bilingual) {
        self.detail = detail
        self.next = next
    }

    /// Words in the order in which they are read: the fact in both languages, then the next step.
    init(zh: String, en: String, nextZh: String, nextEn: String) {
        detail = Bilingual(zh: zh, en: en)
        next = Bilingual(zh: nextZh, en: nextEn)
    }
}
