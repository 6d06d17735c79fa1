public import Accounts
internal import Hummingbird
internal import Importing
internal import Logging
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
        case let error as SourceError:
            return DeskProblem(
                422, "source", zh: "\(error)", en: "\(error)", nextZh: "请改正文件", nextEn: "Correct the file.")
        case let error as MappingError:
            return DeskProblem(
                422, "mapping", zh: "\(error)", en: "\(error)", nextZh: "请改正映射", nextEn: "Correct the mapping.")
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
        case .nameTaken, .unknownName, .badName, .badPassword, .machineApprover, .badExpiry, .lastAdmin:
            self.init(422, "account", refusal.accountWords)
        }
    }
}
