internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import RegistrarAPI
internal import Rulebook
internal import Signing

/// The registrar's paths.
struct RegistrarRoutes: Sendable {
    private let registrar: Registrar
    /// Longest body: a thousand numbers, or an account with its backup.
    private static let maxBodyByteCount = 256 << 10

    init(_ registrar: Registrar) { self.registrar = registrar }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemAnswers(logger: registrar.logger))
        router.get("registrar") { _, _ in try json(about) }
        router.get("health") { _, _ in try json(["status": "ok"]) }
        router.post("accounts") { request, _ in
            try json(try await registrar.openAccount(try await body(request, AccountBody.init(reading:))))
        }
        router.post("accounts/rebind") { request, _ in
            switch try await registrar.rebind(try await body(request, AccountBody.init(reading:))) {
            case .bound(let bound): try json(bound)
            case .waiting(let waiting): try json(waiting, status: .accepted)
            }
        }
        router.post("accounts/veto") { request, _ in
            try registrar.veto(try await body(request, VetoBody.init(reading:)))
            return try json(["status": "ok"])
        }
        router.post("accounts/backup") { request, _ in
            try json(try await registrar.backup(try await body(request, IdentityBody.init(reading:))))
        }
        router.post("accounts/tokens") { request, _ in
            try json(try registrar.issueTraceTokens(try await body(request, TraceTokensBody.init(reading:))))
        }
        router.post("traces") { request, _ in
            let answer = try await registrar.resolve(try await bytes(request))
            return response(answer.sealed, "application/vnd.deedbox.resolved+sealed")
        }
        router.post("directory") { request, _ in
            let answer = try await registrar.lookUp(try await bytes(request))
            return response(answer.encoded, "application/cbor")
        }
        router.post("directory/rebindings") { request, _ in
            let answer = try await registrar.rebindings(try await bytes(request))
            return response(answer.encoded, "application/cbor")
        }
        router.get("directory/proofs/{binding}") { _, context in
            guard let text = context.parameters.get("binding"), let binding = Digest(hex: text) else {
                throw RegistrarProblem.badRequest("the binding's digest must have 64 hexadecimal digits")
            }
            return try json(try registrar.directoryProof(binding))
        }
        return router
    }

    private var about: RegistrarBody {
        RegistrarBody(
            member: registrar.configuration.member.text, origin: registrar.origin,
            rebindingDelay: registrar.configuration.rebindingDelay)
    }

    private func bytes(_ request: Request) async throws -> [UInt8] {
        let limit = RegistrarRoutes.maxBodyByteCount
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError { throw RegistrarProblem.bodyTooLarge(limit: limit) }
    }

    /// Reads a JSON body strictly: members that are not known, or stand twice, are refused.
    private func body<Body>(
        _ request: Request, _ read: (inout JSONReader) throws(JSONError) -> Body
    ) async throws -> Body {
        let text = String(decoding: try await bytes(request), as: UTF8.self)
        do throws(JSONError) {
            return try JSONElement(parsing: text, maxByteCount: RegistrarRoutes.maxBodyByteCount).object(read)
        } catch { throw RegistrarProblem.badRequest("\(error)") }
    }

    private func json(_ body: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
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

/// Answers what goes wrong with a problem: refusals in their words, failures without telling more than that.
private struct ProblemAnswers<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let problem as RegistrarProblem {
            return answer(problem)
        } catch let error as HTTPError where error.status == .notFound {
            return answer(.noSuchPath(request.uri.path))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.error("\(request.method) \(request.uri.path): \(error)")
            return answer(.storageFailed)
        }
    }

    private func answer(_ problem: RegistrarProblem) -> Response {
        let bytes = (try? JSONEncoder.ofAnswers.encode(problem)) ?? Data("{}".utf8)
        return Response(
            status: .init(code: problem.status), headers: [.contentType: RegistrarProblem.mediaType],
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
