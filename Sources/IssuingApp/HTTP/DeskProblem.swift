internal import Accounts
internal import Foundation
internal import Hummingbird
internal import NIOCore
public import NodeAPI
internal import Pages
internal import Rulebook
internal import Signing

/// Why a request has no other answer, in the form of RFC 9457; the same members as a node's.
public struct DeskProblem: Error, Hashable, Sendable {
    public let status: Int
    public let code: String
    public let words: Words

    public init(_ status: Int, _ code: String, _ words: Words) {
        self.status = status
        self.code = code
        self.words = words
    }

    /// A problem in words: the fact in both languages, then the next step.
    init(_ status: Int, _ code: String, zh: String, en: String, nextZh: String, nextEn: String) {
        self.init(
            status, code,
            Words(detail: Bilingual(zh: zh, en: en), next: Bilingual(zh: nextZh, en: nextEn)))
    }

    var json: JSONValue {
        [
            "type": "about:blank", "title": .string(DeskProblem.title(of: status)),
            "status": .integer(Int64(status)), "code": .string(code), "detail": .string(words.detail.en),
            "detailZh": .string(words.detail.zh), "next": .string(words.next.en),
            "nextZh": .string(words.next.zh),
        ]
    }

    /// Reads what `json` writes; nil for anything else.
    package init?(reading bytes: [UInt8]) {
        guard case .object(let members)? = try? JSONValue(parsing: bytes, maxByteCount: 1 << 16),
            case .integer(let status)? = members["status"], let status = Int(exactly: status)
        else { return nil }
        func text(_ name: String) -> String? {
            guard case .string(let text)? = members[name] else { return nil }
            return text
        }
        guard let code = text("code"), let zh = text("detailZh"), let en = text("detail"),
            let nextZh = text("nextZh"), let nextEn = text("next")
        else { return nil }
        self.init(status, code, zh: zh, en: en, nextZh: nextZh, nextEn: nextEn)
    }

    private static func title(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Internal Server Error"
        }
    }

    static func notFound(_ path: String) -> DeskProblem {
        DeskProblem(
            404, "no-such-path", zh: "这里没有路径“\(path.prefix(100))”。",
            en: "There is nothing at the path \"\(path.prefix(100))\".", nextZh: "GET /openapi.json 列出全部路径。",
            nextEn: "GET /openapi.json lists all paths.")
    }

    static func badBody(_ fact: String) -> DeskProblem {
        DeskProblem(
            400, "bad-body", zh: "请求体不合格式：\(fact)", en: "The body is not in its form: \(fact)",
            nextZh: "请按 GET /openapi.json 改正。", nextEn: "Correct it as GET /openapi.json says.")
    }

    static func noSuch(_ what: Bilingual, _ id: String) -> DeskProblem {
        DeskProblem(
            404, "not-found", zh: "没有\(what.zh) \(id.prefix(40))。", en: "There is no \(what.en) \(id.prefix(40)).",
            nextZh: "请检查编号。", nextEn: "Check the number.")
    }

    /// No node or no registrar answers, and what was asked cannot wait.
    static func ledgerAway(_ reason: String) -> DeskProblem {
        DeskProblem(
            503, "ledger-away", zh: "暂时无法连接账本或核验方：\(reason)",
            en: "The ledger or the registrar cannot be reached: \(reason)",
            nextZh: "稍后再试。", nextEn: "Try again later.")
    }

    static let failed = DeskProblem(
        500, "failed", zh: "签发台内部出错，已写入日志。", en: "The desk has failed; its log says where.",
        nextZh: "请联系管理员。", nextEn: "Tell the desk's administrator.")
}

extension Response {
    init(_ problem: DeskProblem) {
        self.init(problem.json, status: problem.status, as: "application/problem+json")
    }
}
