internal import Accounts
internal import Foundation
internal import Hummingbird
internal import Logging
internal import Pages
internal import RelyingAPI
internal import Signing

/// Answers what goes wrong with a problem: refusals in their words, failures without telling more than that.
struct ProblemAnswers<Context: RequestContext>: RouterMiddleware {
    /// What stands where: another method there is told as such.
    let paths: KnownPaths
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
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ error: any Error, to request: Hummingbird.Request, _ context: Context) -> Response {
        // A person's browser is led to sign in; the API says what is wrong, whoever asks.
        if request.isSafe, request.wantsPage, !request.isOfAPI, case AccountRefusal.notSignedIn = error {
            return Response(status: .seeOther, headers: [.location: SignInPage.address(before: request.uri.string)])
        }
        if (error as? HTTPError)?.status == .notFound { return unknown(request) }
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
        case let error as HTTPError where error.status == .contentTooLarge:
            return .bodyTooLarge(limit: RelyingRoutes.maxBodyByteCount)
        case _:
            // The id of a session is all that a wallet must know: it is not logged.
            logger.error("\(request.method) \(context.endpointPath ?? "?"): \(error)")
            return .storageFailed
        }
    }

    private func unknown(_ request: Hummingbird.Request) -> Response {
        let allowed = paths.methods(at: request.uri.path)
        guard !allowed.isEmpty else { return answer(.noSuchPath(request.uri.path)) }
        var response = answer(.wrongMethod(request.method.rawValue, allowed: allowed))
        response.headers[.allow] = allowed.joined(separator: ", ")
        return response
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

    /// True for the paths of programs.
    fileprivate var isOfAPI: Bool { uri.path == "/api" || uri.path.hasPrefix("/api/") }
}
