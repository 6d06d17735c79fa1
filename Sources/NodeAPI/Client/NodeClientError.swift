internal import Rulebook

/// Why a node gave no answer that can be used: where, what is the case, and what to do.
public enum NodeClientError: Error, Hashable, Sendable {
    /// Not `http://` or `https://` with a host.
    case badURL(String)
    /// No node answered; the attempts in their order.
    case unreachable([FailedAttempt])
    /// A node answered with a problem.
    case problem(url: String, Problem)
    /// A node answered something that is not in the form of the answer.
    case unreadable(url: String, status: Int, fact: String)
    /// A node's answer is longer than any of its kind.
    case tooLong(url: String, limit: Int)
    /// More than fits one request.
    case tooMuch(bytes: Int, limit: Int)
    /// A node says that a put is kept, and shows too few good words of validators for it.
    case notAcknowledged(url: String, given: Int, needed: Int)

    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .badURL(let url): .badURL(url)
        case .unreachable(let attempts): .unreachable(attempts)
        case .problem(let url, let problem):
            Words(
                zh: "\(url) 回答：\(problem.detailZh)", en: "\(url) answers: \(problem.detail)", nextZh: problem.nextZh,
                nextEn: problem.next)
        case .unreadable(let url, let status, let fact):
            Words(
                zh: "\(url) 的回答（状态 \(status)）读不出来：\(fact)。",
                en: "The answer of \(url), status \(status), cannot be read: \(fact).",
                nextZh: "请检查地址是不是节点，以及两边的版本是否相同。",
                nextEn: "Check that the address is a node's, and that both sides have the same version.")
        case .tooLong(let url, let limit):
            Words(
                zh: "\(url) 的回答超过 \(limit) 字节。", en: "The answer of \(url) is longer than \(limit) bytes.",
                nextZh: "请检查地址是不是节点。", nextEn: "Check that the address is a node's.")
        case .tooMuch(let bytes, let limit):
            Words(
                zh: "一个请求有 \(bytes) 字节，最多 \(limit)。",
                en: "The request has \(bytes) bytes, at most \(limit) are allowed.",
                nextZh: "请分成几个请求。", nextEn: "Divide it among several requests.")
        case .notAcknowledged(let url, let given, let needed):
            Words(
                zh: "\(url) 说密件已存好，但给出的 \(given) 份确认中，有效的不足 \(needed) 份。",
                en: "\(url) says that the put is kept; of the \(given) acknowledgements that it shows fewer than "
                    + "\(needed) are good.",
                nextZh: "请检查创世文件和任期是否是最新的；若是，请把同一批密件交给另一个节点。",
                nextEn: "Check that genesis and epochs are those of today; if they are, hand the same batch to another "
                    + "node.")
        }
    }
}

/// A node that did not answer, and why.
public struct FailedAttempt: Hashable, Sendable {
    public let url: String
    public let reason: String
}

extension NodeClientError: CustomStringConvertible {
    public var description: String { words.detail.en + " " + words.next.en }
}

extension Words {
    fileprivate static func badURL(_ url: String) -> Words {
        Words(
            zh: "“\(url.shown)”不是节点的地址。", en: "\"\(url.shown)\" is not the address of a node.",
            nextZh: "请写成 http://127.0.0.1:7101 的样子。", nextEn: "Write it like http://127.0.0.1:7101.")
    }

    fileprivate static func unreachable(_ attempts: [FailedAttempt]) -> Words {
        let list = attempts.map { "\($0.url) (\($0.reason))" }.joined(separator: "; ")
        return Words(
            zh: "没有节点回答：\(list)。", en: "No node answers: \(list).",
            nextZh: "请检查节点是否在运行（deedbox node run）、地址和端口是否正确。",
            nextEn: "Check that a node runs (deedbox node run) and that address and port are right.")
    }
}
