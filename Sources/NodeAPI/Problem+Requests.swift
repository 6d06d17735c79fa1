public import Rulebook

/// What is wrong with a request.
extension Problem {
    /// Nothing stands at that path.
    public static func noSuchPath(_ path: String) -> Problem {
        Problem(
            .noSuchPath,
            Words(
                zh: "这里没有路径“\(path.shown)”。", en: "There is nothing at the path \"\(path.shown)\".",
                nextZh: "GET /openapi.json 列出全部路径。", nextEn: "GET /openapi.json lists all paths."))
    }

    /// The path is there, and takes other methods.
    public static func wrongMethod(_ method: String, allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(
            .wrongMethod,
            Words(
                zh: "该路径不接受 \(method.shown)，只接受 \(list)。",
                en: "The path does not take \(method.shown); it takes \(list).",
                nextZh: "请改用允许的方法。", nextEn: "Use a method that is allowed."))
    }

    /// A part of the path or of the query is not in its form.
    public static func badParameter(_ name: String, _ value: String, form: Bilingual) -> Problem {
        Problem(
            .badParameter,
            Words(
                zh: "参数 \(name) 的值“\(value.shown)”不合格式：应为\(form.zh)。",
                en: "The parameter \(name) has the value \"\(value.shown)\", and must be \(form.en).",
                nextZh: "请改正后再请求。", nextEn: "Correct it and ask again."))
    }

    /// A body of another media type than the path takes.
    public static func wrongMediaType(_ found: String?, expected: String) -> Problem {
        let shown = found?.shown ?? "–"
        return Problem(
            .wrongMediaType,
            Words(
                zh: "请求体的类型是“\(shown)”，应为 \(expected)。",
                en: "The body has the media type \"\(shown)\", and must have \(expected).",
                nextZh: "请设置 content-type: \(expected)。", nextEn: "Set content-type: \(expected)."))
    }

    /// A body without a statement.
    public static var emptyBody: Problem {
        Problem(
            .emptyBody,
            Words(
                zh: "请求体是空的，没有声明。", en: "The body is empty and holds no statement.",
                nextZh: "请按条目包的格式放入至少一条声明。",
                nextEn: "Put at least one statement into it, framed as in an entry bundle."))
    }

    /// A body that is no sequence of statements with their records.
    public static func shape(_ error: SubmissionError) -> Problem {
        let nextZh = "每条声明前有两个字节的长度（大端），清单后面紧跟它的记录；请按此格式重发。"
        let nextEn =
            "Each leaf stands behind its length in two big-endian bytes, a manifest before its records: "
            + "send it again in this form."
        switch error {
        case .cutOff(let offset):
            return Problem(
                .cutOff,
                Words(
                    zh: "请求体在第 \(offset) 字节开始的条目处被截断。",
                    en: "The body is cut off in the leaf that begins at byte \(offset).",
                    nextZh: nextZh, nextEn: nextEn))
        case .notAStatement(let leaf, let offset):
            return Problem(
                .notStatements,
                Words(
                    zh: "第 \(offset) 字节处（第 \(leaf + 1) 条声明的位置）既不是声明，也不是清单的记录。",
                    en: "At byte \(offset), where statement \(leaf + 1) should begin, stands neither a statement nor a "
                        + "record of a manifest.",
                    nextZh: nextZh, nextEn: nextEn))
        case .tooManyStatements(let limit):
            return Problem(
                .tooManyStatements,
                Words(
                    zh: "一个请求最多 \(limit) 条声明。", en: "A request holds at most \(limit) statements.",
                    nextZh: "请分成几个请求。", nextEn: "Divide them among several requests."))
        }
    }

    /// A body longer than the node takes.
    public static func bodyTooLarge(limit: Int) -> Problem {
        Problem(
            .bodyTooLarge,
            Words(
                zh: "请求体超过 \(limit) 字节。", en: "The body is longer than \(limit) bytes.",
                nextZh: "请分成几个请求。", nextEn: "Divide the statements among several requests."))
    }

    /// A path with its query that is too long.
    public static func urlTooLong(limit: Int) -> Problem {
        Problem(
            .urlTooLong,
            Words(
                zh: "路径和查询串合起来超过 \(limit) 字节。", en: "Path and query together are longer than \(limit) bytes.",
                nextZh: "请缩短。", nextEn: "Shorten them."))
    }

    /// Headers that are too long together.
    public static func headersTooLarge(limit: Int) -> Problem {
        Problem(
            .headersTooLarge,
            Words(
                zh: "请求头合起来超过 \(limit) 字节。", en: "The headers together are longer than \(limit) bytes.",
                nextZh: "请去掉不需要的请求头，例如 Cookie。", nextEn: "Leave out headers that are not needed, such as cookies."))
    }

    /// A body that did not arrive in time.
    public static func bodyTooSlow(seconds: Int) -> Problem {
        Problem(
            .bodyTooSlow,
            Words(
                zh: "请求体没有在 \(seconds) 秒内到齐。", en: "The body did not arrive within \(seconds) s.",
                nextZh: "请检查线路，或者分成较小的请求。", nextEn: "Check the line, or divide it among smaller requests."))
    }

    /// More requests than one address may make.
    public static func tooManyRequests(perSecond: Int) -> Problem {
        Problem(
            .tooManyRequests,
            Words(
                zh: "这个地址的请求超过每秒 \(perSecond) 个。", en: "This address makes more than \(perSecond) requests a second.",
                nextZh: "请等到 Retry-After 所说的秒数以后；多条声明可放在一个请求里。",
                nextEn: "Wait for the seconds in Retry-After; one request can hold many statements."))
    }

    /// More event streams than the node keeps open.
    public static func tooManyStreams(limit: Int) -> Problem {
        Problem(
            .tooManyStreams,
            Words(
                zh: "已有 \(limit) 条事件流，节点不再接受新的。", en: "\(limit) event streams are open, and the node takes no more.",
                nextZh: "请稍后再试，或者改用另一个节点。", nextEn: "Try again later, or follow another node."))
    }
}
