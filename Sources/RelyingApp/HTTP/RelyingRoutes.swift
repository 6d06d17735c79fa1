internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import RelyingAPI
internal import Synchronization

/// The desk's paths: what wallets ask and answer.
struct RelyingRoutes: Sendable {
    private let desk: RelyingDesk
    private let crowd = Crowd(limit: 32)

    init(_ desk: RelyingDesk) { self.desk = desk }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemAnswers(logger: desk.logger))
        router.get("health") { _, _ in response(Array(#"{"status":"ok"}"#.utf8), "application/json") }
        router.get("requests/{session}") { _, context in
            _ = try session(context)
            return response(Array(RelyingRoutes.opensInWallet.utf8), "text/plain; charset=utf-8")
        }
        router.post("requests/{session}") { request, context in
            let id = try session(context)
            let bytes = try await bytes(request, max: RequestFetch.maxByteCount)
            guard let fetch = RequestFetch(form: String(decoding: bytes, as: UTF8.self)) else {
                throw RelyingProblem.badRequest("the form must have grant_key, wallet_nonce and sealing_key")
            }
            return response(try await desk.answer(fetch, of: id), RelyingClient.sealedMediaType)
        }
        router.post("requests/{session}/answer") { request, context in
            let id = try session(context)
            try desk.checkSession(id)
            guard crowd.enter() else { throw RelyingProblem.tooManyRequests }
            defer { crowd.leave() }
            let answered = try await desk.take(try await bytes(request, max: GrantAnswer.maxByteCount), of: id)
            return try json(answered, status: answered.state == .pending ? .accepted : .ok)
        }
        return router
    }

    private static let opensInWallet = """
        请用钱包打开此链接：deedbox wallet requests <此地址>
        Open this link with your wallet: deedbox wallet requests <this address>

        """

    private func session(_ context: BasicRequestContext) throws -> SessionID {
        guard let id = context.parameters.get("session").flatMap({ SessionID($0) }) else {
            throw RelyingProblem.noSuchSession
        }
        return id
    }

    /// How long a body may take, in seconds.
    private static let bodySeconds = 60

    /// Races the body against the time that it may take.
    private func bytes(_ request: Hummingbird.Request, max: Int) async throws -> [UInt8] {
        let body = request.body
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    let buffer = try await body.collect(upTo: max)
                    return Array(buffer.readableBytesView)
                } catch is NIOTooManyBytesError { throw RelyingProblem.bodyTooLarge(limit: max) }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(RelyingRoutes.bodySeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw RelyingProblem.badRequest("its body did not come within \(RelyingRoutes.bodySeconds) s")
            }
            return bytes
        }
    }

    private func json(_ body: some Encodable, status: HTTPResponse.Status) throws -> Response {
        var response = response(Array(try JSONEncoder.ofAnswers.encode(body)), "application/json")
        response.status = status
        return response
    }

    private func response(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// How many answers are taken at once: each may hold a deposit of megabytes.
private final class Crowd: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}

/// Answers what goes wrong with a problem: refusals in their words, failures without telling more than that.
private struct ProblemAnswers<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Hummingbird.Request, context: Context,
        next: (Hummingbird.Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let problem as RelyingProblem {
            return answer(problem)
        } catch let refusal as RelyingRefusal {
            return answer(RelyingProblem(refusal))
        } catch let silence as LedgerSilent {
            return answer(.ledgerUnreachable(silence))
        } catch let error as HTTPError where error.status == .notFound {
            return answer(.noSuchPath(request.uri.path))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The id of a session is all that a wallet must know: it is not logged.
            logger.error("\(request.method) \(context.endpointPath ?? "?"): \(error)")
            return answer(.storageFailed)
        }
    }

    private func answer(_ problem: RelyingProblem) -> Response {
        let bytes = (try? JSONEncoder.ofAnswers.encode(problem)) ?? Data("{}".utf8)
        return Response(
            status: .init(code: problem.status), headers: [.contentType: RelyingProblem.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(bytes))))
    }
}

extension JSONEncoder {
    fileprivate static var ofAnswers: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
