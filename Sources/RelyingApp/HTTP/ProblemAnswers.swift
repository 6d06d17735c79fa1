internal import Accounts
internal import Foundation
internal import Hummingbird
internal import Logging
internal import Pages
internal import RelyingAPI
internal import Signing

/// Answers what goes wrong with a problem: refusals in their words, failures without telling more than that.
struct ProblemAnswers<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Hummingbird.Request, context: Context,
        next: (Hummingbird.Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do { response = try await next(request, context) } catch is CancellationError {
            throw CancellationError()
        } catch { response = answer(error, to: request, context) }
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    private func answer(_ error: any Error, to request: Hummingbird.Request, _ context: Context) -> Response {
        if request.isSafe, request.wantsPage, case AccountRefusal.notSignedIn = error {
            return Response(status: .seeOther, headers: [.location: SignInPage.address(before: request.uri.string)])
        }
        return answer(problem(error, request, context))
    }

    private func problem(_ error: any Error, _ request: Hummingbird.Request, _ context: Context) -> RelyingProblem {
        switch error {
        case let problem as RelyingProblem: return problem
        case let refusal as AccountRefusal: return RelyingProblem(refusal)
        case let refusal as RelyingRefusal:
            // Staff is told what it can do about it; a wallet, to tell the party.
            return request.isOfWallet ? RelyingProblem(refusal) : RelyingProblem(staff: refusal)
        case let silence as LedgerSilent: return .ledgerUnreachable(silence)
        case let error as JSONError: return .badBody("\(error)")
        case let error as HTTPError where error.status == .notFound: return .noSuchPath(request.uri.path)
        case let error as HTTPError where error.status == .contentTooLarge:
            return .bodyTooLarge(limit: RelyingRoutes.maxBodyByteCount)
        case _:
            // The id of a session is all that a wallet must know: it is not logged.
            logger.error("\(request.method) \(context.endpointPath ?? "?"): \(error)")
            return .storageFailed
        }
    }

    private func answer(_ problem: RelyingProblem) -> Response {
        let bytes = (try? JSONEncoder.ofAnswers.encode(problem)) ?? Data("{}".utf8)
        return Response(Array(bytes), as: RelyingProblem.mediaType, status: problem.status)
    }
}

extension Hummingbird.Request {
    /// True for the paths below which wallets ask and answer.
    fileprivate var isOfWallet: Bool {
        uri.path.hasPrefix("/requests/") || uri.path.hasPrefix("/presentations/")
    }
}
