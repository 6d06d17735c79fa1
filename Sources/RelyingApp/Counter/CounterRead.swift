public import Rulebook

/// One time that a clerk asked for, opened or looked at something of a person, and what was unusual about it.
public struct CounterRead: Hashable, Sendable {
    /// POSIX seconds.
    public let time: UInt64
    public let clerk: ClerkNumber
    public let kind: Kind
    /// Empty when none was given.
    public let caseNumber: String
    /// Which session, or which use of which grant.
    public let subject: String
    public let warning: Warning?

    /// What was done.
    public enum Kind: String, Sendable, CaseIterable {
        /// A request was opened.
        case request
        /// A use was taken.
        case use
        /// What a use brought was looked at again.
        case look
        /// A case was looked up.
        case find
    }

    /// Why it was refused, and stands before the supervisor.
    public enum Warning: String, Sendable, CaseIterable {
        /// More in an hour than a clerk may.
        case limit = "clerk-limit"
        /// No case number was given.
        case noCase = "case-needed"
        /// The case number is of another matter.
        case otherCase = "other-case"
        /// The desk has no such case.
        case unknownCase = "no-such-case"
    }
}

extension CounterRead.Warning {
    /// As the supervisor reads it.
    public var words: Bilingual {
        switch self {
        case .limit: Bilingual(zh: "超出每小时限额，已拒绝", en: "beyond the limit of an hour; refused")
        case .noCase: Bilingual(zh: "未填案号，已拒绝", en: "without a case number; refused")
        case .otherCase: Bilingual(zh: "案号与该事项不符，已拒绝", en: "with the case number of another matter; refused")
        case .unknownCase: Bilingual(zh: "查无此案号", en: "of a case that the desk does not have")
        }
    }
}

extension CounterRead.Kind {
    /// As the supervisor reads it.
    public var words: Bilingual {
        switch self {
        case .request: Bilingual(zh: "发起请求", en: "opened a request")
        case .use: Bilingual(zh: "使用授权", en: "took a use")
        case .look: Bilingual(zh: "查看结果", en: "looked at a result")
        case .find: Bilingual(zh: "查询案号", en: "looked up a case")
        }
    }
}
