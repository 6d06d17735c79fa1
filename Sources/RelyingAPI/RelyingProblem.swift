public import Rulebook

/// Why a relying desk has no other answer, in the form of RFC 9457 (`application/problem+json`).
public struct RelyingProblem: Error, Codable, Hashable, Sendable {
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
    ///
    /// `rule` names a rule of the ledger or of deposits that was broken; its own code then stands in the answer.
    public init(_ code: RelyingProblemCode, _ detail: Bilingual, next: Bilingual, rule: String? = nil) {
        self.init(code.status, rule ?? code.rawValue, detail, next: next)
    }

    /// A problem of the desk's own API, whose codes stand in its `openapi.json`.
    public init(_ status: Int, _ code: String, _ detail: Bilingual, next: Bilingual) {
        type = "about:blank"
        title = RelyingProblem.title(of: status)
        self.status = status
        self.code = code
        self.detail = detail.en
        detailZh = detail.zh
        self.next = next.en
        nextZh = next.zh
    }

    /// The phrase of a status (RFC 9110).
    private static func title(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        case _: "Internal Server Error"
        }
    }
}

/// The stable codes of a relying desk's problems.
public enum RelyingProblemCode: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case bodyTooLarge = "body-too-large"
    case noSuchPath = "no-such-path"
    /// The path takes other methods.
    case wrongMethod = "wrong-method"
    case noSuchSession = "no-such-session"
    /// Its time is over, or it was refused or granted already.
    case sessionOver = "session-over"
    /// Another wallet fetched the request first.
    case otherWallet = "other-wallet"
    /// The session was answered by other bytes.
    case answeredOtherwise = "answered-otherwise"
    case badGrant = "bad-grant"
    /// At a counter: the clerk has not typed the number that the phone shows.
    case numberNotMatched = "number-not-matched"
    /// At a counter: another number was typed, or none in time.
    case numberFailed = "number-failed"
    /// The deposit's form, its part for the desk, or the nodes' refusal of it.
    case depositRefused = "deposit-refused"
    /// The ledger's rules refused the grant.
    case grantRefused = "grant-refused"
    /// The scene is not approved, or ended.
    case sceneNotOpen = "scene-not-open"
    case tooManyRequests = "too-many-requests"
    case ledgerUnreachable = "ledger-unreachable"
    case storageFailed = "storage-failed"

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .badRequest: 400
        case .otherWallet: 403
        case .noSuchPath, .noSuchSession: 404
        case .wrongMethod: 405
        case .answeredOtherwise, .sceneNotOpen, .numberNotMatched: 409
        case .sessionOver, .numberFailed: 410
        case .bodyTooLarge: 413
        case .badGrant, .depositRefused, .grantRefused: 422
        case .tooManyRequests: 429
        case .storageFailed: 500
        case .ledgerUnreachable: 503
        }
    }
}
