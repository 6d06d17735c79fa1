internal import Hummingbird
internal import Logging
internal import NodeAPI
internal import Pages

/// Answers every request: the limits first, then the route, and a problem for whatever goes wrong.
struct NodeResponder: HTTPResponder {
    typealias Context = NodeRequestContext

    private let node: any NodeService
    private let limits: HTTPLimits
    private let rates: ClientRates
    private let paths: KnownPaths
    private let routes: RouterResponder<NodeRequestContext>
    private let logger: Logger

    init(_ node: any NodeService, _ limits: HTTPLimits, _ logger: Logger) {
        let router = NodeRoutes(node, limits, logger).router()
        self.node = node
        self.limits = limits
        self.logger = logger
        rates = ClientRates(perSecond: node.configuration.requestsPerSecond, maxClients: limits.maxRatedClients)
        paths = KnownPaths(router)
        routes = router.buildResponder()
    }

    func respond(to request: Request, context: NodeRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await answer(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        let kind = AnswerKind(route: context.endpointPath ?? "none", status: response.status.code)
        node.metrics.count(kind, in: start.duration(to: .now))
        return response
    }

    private func answer(_ request: Request, _ context: NodeRequestContext) async throws -> Response {
        if let seconds = rates.take(context.client) {
            return Response(.tooManyRequests(perSecond: rates.perSecond), retryAfter: seconds)
        }
        do {
            try checkSizes(request)
            let response = try await routes.respond(to: request, context: context)
            // The routes throw what they do not have: only the router itself answers so.
            return response.status == .notFound ? unknown(request) : response
        } catch let problem as Problem {
            return Response(problem)
        } catch let error as StrongroomError {
            let problem = Problem(error)
            return Response(problem, retryAfter: problem.status == 429 ? 1 : nil)
        } catch let error as DepositError {
            let problem = Problem(error)
            return Response(problem, retryAfter: problem.status == 429 ? 1 : nil)
        } catch let error as ReleaseError {
            return Response(Problem(error))
        } catch let closing as ClosingProblem {
            return Response(closing.problem).closing(context.channel)
        } catch let unreadable as UnreadableBody {
            throw unreadable.cause
        } catch is CancellationError {
            return Response(.stopping)
        } catch {
            node.metrics.damage.note(error)
            // The pattern, not the path: a tag of the strongroom stands in no log.
            logger.error("\(request.method) \(context.endpointPath ?? request.uri.path): \(error)")
            return Response(.storageFailed)
        }
    }

    private func checkSizes(_ request: Request) throws(Problem) {
        guard request.uri.string.utf8.count <= limits.maxURLBytes else {
            throw .urlTooLong(limit: limits.maxURLBytes)
        }
        // A name, a colon, a space, a value and the end of the line.
        let bytes = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard bytes <= limits.maxHeaderBytes else { throw .headersTooLarge(limit: limits.maxHeaderBytes) }
    }

    private func unknown(_ request: Request) -> Response {
        let allowed = paths.methods(at: request.uri.path)
        guard !allowed.isEmpty else { return Response(.noSuchPath(request.uri.path)) }
        var response = Response(Problem.wrongMethod(request.method.rawValue, allowed: allowed))
        response.headers[.allow] = allowed.joined(separator: ", ")
        return response
    }
}
