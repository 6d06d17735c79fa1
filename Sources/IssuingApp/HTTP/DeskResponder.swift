public import Accounts
internal import Hummingbird
internal import Importing
internal import Logging
internal import NodeAPI
internal import Signing

/// Answers every request: the route, and a problem for whatever goes wrong.
struct DeskResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private let routes: RouterResponder<BasicRequestContext>
    private let logger: Logger

    init(_ desk: Desk, _ logger: Logger) {
        routes = DeskRoutes(desk, logger).router().buildResponder()
        self.logger = logger
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        var response: Response
        do {
            response = try await routes.respond(to: request, context: context)
            if response.status == .notFound, response.headers[.contentType] == nil {
                response = Response(DeskProblem.notFound(request.uri.path))
            }
        } catch let error as HTTPError where error.status == .notFound {
            response = Response(DeskProblem.notFound(request.uri.path))
        } catch is CancellationError {
            throw CancellationError()
        } catch { response = Response(problem(error, request)) }
        response.headers[.xContentTypeOptions] = "nosniff"
        if request.isForEverybody { response.headers[.accessControlAllowOrigin] = "*" }
        return response
    }

    /// The problem of an error; what nobody foresaw is logged, and told without its words.
    private func problem(_ error: any Error, _ request: Request) -> DeskProblem {
        switch error {
        case let problem as DeskProblem: return problem
        case let refusal as DeskRefusal:
            let told = refusal.told
            return DeskProblem(told.status, told.code, told.words)
        case let refusal as AccountRefusal: return DeskProblem(refusal)
        case let away as LedgerAway: return .ledgerAway(away.reason)
        case let error as JSONError: return .badBody("\(error)")
        case let error as SourceError: return DeskProblem(error.words)
        case let error as MappingError: return DeskProblem(error.words)
        case let error as HTTPError where error.status == .contentTooLarge:
            return DeskProblem(
                413, "body-too-large", zh: "请求体过大。", en: "The body is too large.", nextZh: "请用命令行导入。",
                nextEn: "Import it with the command.")
        case _:
            logger.error("\(request.method) \(request.uri.path): \(error)")
            return .failed
        }
    }
}

extension DeskProblem {
    /// Why somebody may not.
    public init(_ refusal: AccountRefusal) {
        switch refusal {
        case .wrongCredentials:
            self.init(
                401, "wrong-credentials", zh: "用户名、口令或动态码不对。", en: "Name, password or code is wrong.",
                nextZh: "请核对后再试；动态码每 30 秒更换且只能用一次。",
                nextEn: "Check them; a code changes every 30 seconds and works once.")
        case .locked(let seconds):
            self.init(
                429, "locked", zh: "尝试次数过多，\(seconds) 秒后再试。", en: "Too many attempts; wait \(seconds) seconds.",
                nextZh: "请稍候，或请管理员重置。", nextEn: "Wait, or ask an admin for a reset.")
        case .notSignedIn:
            self.init(
                401, "not-signed-in", zh: "未登录或登录已过期。", en: "Nobody is signed in, or the session is over.",
                nextZh: "请登录，或出示机器令牌。", nextEn: "Sign in, or show a machine's token.")
        case .noFormToken:
            self.init(
                403, "no-form-token", zh: "缺少表单令牌。", en: "The token of the form is missing.",
                nextZh: "请从本站页面提交。", nextEn: "Send it from a page of this desk.")
        case .roleNeeded(let roles):
            let words = roles.map(\.rawValue).joined(separator: ", ")
            self.init(
                403, "role-needed", zh: "需要角色：\(words)。", en: "This needs the role \(words).",
                nextZh: "请有该角色的人办理。", nextEn: "Let somebody with that role do it.")
        case .nameTaken(let name):
            self.init(
                409, "name-taken", zh: "已有 \(name)。", en: "\(name) is there already.",
                nextZh: "请另取名字。", nextEn: "Choose another name.")
        case .unknownName(let name):
            self.init(
                404, "unknown-name", zh: "没有 \(name)。", en: "There is no \(name).",
                nextZh: "用 issuer staff list 查看。", nextEn: "Look at issuer staff list.")
        case .badName(let name):
            self.init(
                422, "bad-name", zh: "“\(name)”不能作名字。", en: "\"\(name)\" cannot be a name.",
                nextZh: "2 到 64 个小写字母、数字、点、连字符，以字母开头。",
                nextEn: "Use 2 to 64 of a-z, digits, dots and hyphens, beginning with a letter.")
        case .badPassword:
            self.init(
                422, "bad-password",
                zh: "口令至少 \(Password.minCount) 个字符，至多 \(Password.maxByteCount) 字节。",
                en: "The password needs at least \(Password.minCount) characters, and at most "
                    + "\(Password.maxByteCount) bytes.", nextZh: "请换一个；几个词连在一起便于记忆。",
                nextEn: "Choose another one; a few words are easy to keep in mind.")
        case .machineApprover:
            self.init(
                422, "machine-approver", zh: "机器不能审批。", en: "A machine cannot approve.",
                nextZh: "审批角色只给人。", nextEn: "Give that role to people alone.")
        case .badExpiry:
            self.init(
                422, "bad-expiry", zh: "令牌期限不成立。", en: "A token cannot live that long.",
                nextZh: "请用 1 到 3660 天。", nextEn: "Use 1 to 3,660 days.")
        case .lastAdmin:
            self.init(
                409, "last-admin", zh: "最后一名管理员必须保留。", en: "The last admin stays.",
                nextZh: "请先增加另一名管理员。", nextEn: "Add another admin first.")
        }
    }

    /// Why a file or its mapping is not taken.
    fileprivate init(_ words: ImportWords) {
        self.init(422, words.code, Words(detail: words.fact, next: words.next))
    }
}
