public import Rulebook

/// Why the registrar has no other answer, in the form of RFC 9457 (`application/problem+json`).
public struct RegistrarProblem: Error, Codable, Hashable, Sendable {
    /// Always `about:blank`: the code tells problems apart.
    public let type: String
    public let title: String
    public let status: Int
    /// The stable code of the rule.
    public let code: String
    /// What is the case, in English and Chinese.
    public let detail: String
    public let detailZh: String
    /// What to do next.
    public let next: String
    public let nextZh: String

    public static let mediaType = "application/problem+json"

    /// A problem of a code, with the fact and the next step in words.
    public init(_ code: RegistrarProblemCode, _ detail: Bilingual, next: Bilingual) {
        type = "about:blank"
        title = code.title
        status = code.status
        self.code = code.rawValue
        self.detail = detail.en
        detailZh = detail.zh
        self.next = next.en
        nextZh = next.zh
    }
}

/// The stable codes of the registrar's problems.
public enum RegistrarProblemCode: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case bodyTooLarge = "body-too-large"
    case noSuchPath = "no-such-path"
    case badNumber = "bad-number"
    case badProof = "bad-proof"
    case identityNotConfirmed = "identity-not-confirmed"
    case tooManyAttempts = "too-many-attempts"
    case accountExists = "account-exists"
    case noAccount = "no-account"
    case keyUsedBefore = "key-used-before"
    case rebindingWaits = "rebinding-waits"
    case nothingWaits = "nothing-waits"
    case notAMember = "not-a-member"
    case notAnIssuer = "not-an-issuer"
    case questionRepeated = "question-repeated"
    case tooManyQuestions = "too-many-questions"
    case notInDirectory = "not-in-directory"
    case tooManyTokens = "too-many-tokens"
    case tokenKeyUsed = "token-key-used"
    case notARegulator = "not-a-regulator"
    case traceNotProven = "trace-not-proven"
    case tokenNotForGrant = "token-not-for-grant"
    case tokenUnknown = "token-unknown"
    case ledgerUnreachable = "ledger-unreachable"
    case storageFailed = "storage-failed"

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .badRequest, .badNumber, .badProof: 400
        case .identityNotConfirmed, .notAMember, .notAnIssuer, .notARegulator, .traceNotProven, .tokenNotForGrant: 403
        case .noSuchPath, .noAccount, .nothingWaits, .notInDirectory, .tokenUnknown: 404
        case .accountExists, .keyUsedBefore, .rebindingWaits, .questionRepeated, .tokenKeyUsed: 409
        case .bodyTooLarge: 413
        case .tooManyAttempts, .tooManyQuestions, .tooManyTokens: 429
        case .storageFailed: 500
        case .ledgerUnreachable: 503
        }
    }

    /// The phrase of the status (RFC 9110).
    var title: String {
        switch self {
        case .badRequest, .badNumber, .badProof: "Bad Request"
        case .identityNotConfirmed, .notAMember, .notAnIssuer, .notARegulator, .traceNotProven, .tokenNotForGrant:
            "Forbidden"
        case .noSuchPath, .noAccount, .nothingWaits, .notInDirectory, .tokenUnknown: "Not Found"
        case .accountExists, .keyUsedBefore, .rebindingWaits, .questionRepeated, .tokenKeyUsed: "Conflict"
        case .bodyTooLarge: "Content Too Large"
        case .tooManyAttempts, .tooManyQuestions, .tooManyTokens: "Too Many Requests"
        case .storageFailed: "Internal Server Error"
        case .ledgerUnreachable: "Service Unavailable"
        }
    }
}
