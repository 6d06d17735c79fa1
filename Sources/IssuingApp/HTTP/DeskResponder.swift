public import Accounts
internal import Hummingbird
internal import Importing
internal import Logging
internal import NodeAPI
internal import Pages
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
        response.keepLanguage(of: request)
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
        let told = refusal.told
        self.init(told.status, told.code, Words(detail: told.detail, next: told.next))
    }

    /// Why a file or its mapping is not taken.
    fileprivate init(_ words: ImportWords) {
        self.init(422, words.code, Words(detail: words.fact, next: words.next))
    }
}
