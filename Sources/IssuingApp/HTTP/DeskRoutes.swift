internal import Accounts
internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Pages
internal import Signing

/// The routes of a desk; each subject has its file.
struct DeskRoutes: Sendable {
    let desk: Desk
    let logger: Logger
    let limits = DeskLimits()

    /// Most bytes of a body, files to import aside.
    static let maxBodyByteCount = 1 << 20
    /// Most bytes of a file that is imported over HTTP; larger ones are imported with the command.
    static let maxFileByteCount = 64 << 20

    init(_ desk: Desk, _ logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        addPublished(to: router)
        addSigningIn(to: router)
        addRuns(to: router)
        addCatalogue(to: router)
        addDocuments(to: router)
        addLife(to: router)
        addRenewals(to: router)
        addOffers(to: router)
        addLookUps(to: router)
        ClaimRoutes(desk, now: { desk.second }, logger: logger)?.add(to: router)
        return router
    }

    /// Who sent the request, with one of these roles.
    func caller(_ request: Request, _ roles: StaffRole...) throws -> Caller {
        let caller = try desk.accounts.caller(
            of: request, isSecure: desk.configuration.isSecure, formToken: nil, at: desk.second)
        guard roles.isEmpty || roles.contains(where: caller.has) else { throw AccountRefusal.roleNeeded(roles) }
        return caller
    }

    /// A body of JSON, read strictly.
    func body(_ request: Request, max: Int = DeskRoutes.maxBodyByteCount) async throws -> JSONElement {
        try checkJSON(request)
        let bytes = try await self.bytes(request, max: max)
        return JSONElement(try JSONValue(parsing: bytes, maxByteCount: max))
    }

    /// Refuses a body that says that it is something else.
    func checkJSON(_ request: Request) throws(DeskProblem) {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type == "application/json" else {
            throw DeskProblem(
                415, "wrong-media-type", zh: "请求体应为 application/json。", en: "The body must be application/json.",
                nextZh: "请设置 content-type。", nextEn: "Set the content-type.")
        }
    }

    /// All bytes of a body.
    func bytes(_ request: Request, max: Int) async throws -> [UInt8] {
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: max) } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
        return Array(buffer.readableBytesView)
    }
}

extension BasicRequestContext {
    /// A number of the desk in the path.
    func number<Number: DeskNumber>(_ name: String, _: Number.Type = Number.self) throws -> Number {
        let text = parameters.get(name) ?? ""
        guard let number = Number(text) else { throw DeskProblem.notFound(text) }
        return number
    }
}

extension Request {
    /// A number of the desk in the query; nil when it is not there.
    func number<Number: DeskNumber>(_ name: String, _: Number.Type = Number.self) throws -> Number? {
        guard let text = query(name) else { return nil }
        guard let number = Number(text) else { throw DeskProblem.badBody("\(name)=\(text.prefix(40))") }
        return number
    }
}
