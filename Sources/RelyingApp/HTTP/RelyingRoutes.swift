internal import Accounts
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Pages
internal import RelyingAPI
internal import Signing

/// The desk's paths; each subject has its file. What wallets ask is open to everybody, all else needs a sign-in.
struct RelyingRoutes: Sendable {
    let desk: RelyingDesk
    let crowd = Crowd(limit: 32)
    /// Questions of regulators at once: apart, so that nobody who asks keeps a holder's answer out.
    let asking = Crowd(limit: 8)
    /// Passwords that are checked at once: each takes 64 MiB (Argon2id).
    let signIns = HeavyWork(limit: 4)
    let questions = QuestionRates()

    /// Most bytes of a body of the API.
    static let maxBodyByteCount = 1 << 20

    init(_ desk: RelyingDesk) { self.desk = desk }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        // What stands where is known before the routes are: a middleware holds for those that come behind it.
        let plain = Router(context: BasicRequestContext.self)
        addAll(to: plain)
        router.add(middleware: LanguageChoice())
        router.add(middleware: ProblemAnswers(paths: KnownPaths(plain), logger: desk.logger))
        router.add(middleware: StrictQueries())
        addAll(to: router)
        return router
    }

    private func addAll(to router: Router<BasicRequestContext>) {
        addPublished(to: router)
        addWallets(to: router)
        addSigningIn(to: router)
        addCounter(to: router)
        addCodes(to: router)
        addScenes(to: router)
        addPresentations(to: router)
        addStore(to: router)
        addRetention(to: router)
        addNotices(to: router)
        addStanding(to: router)
        addBulk(to: router)
        addPolicies(to: router)
        addRequests(to: router)
        addUses(to: router)
        addPassings(to: router)
        addWebhooks(to: router)
        addReads(to: router)
        addRegulators(to: router)
    }

    /// Who sent the request, with one of these roles; of a form its token comes with it.
    func caller(_ request: Request, _ roles: StaffRole..., formToken: String? = nil) throws -> Caller {
        let caller = try desk.accounts.caller(
            of: request, isSecure: desk.configuration.isSecure, formToken: formToken, at: desk.second)
        guard roles.isEmpty || roles.contains(where: caller.has) else { throw AccountRefusal.roleNeeded(roles) }
        return caller
    }

    /// A body of JSON, read strictly.
    func body(_ request: Request, max: Int = RelyingRoutes.maxBodyByteCount) async throws -> JSONElement {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type == "application/json" else { throw RelyingProblem.wrongMediaType }
        return JSONElement(try JSONValue(parsing: try await bytes(request, max: max), maxByteCount: max))
    }

    /// How long a body may take, in seconds.
    private static let bodySeconds = 60

    /// All bytes of a body: it races against the time that it may take.
    func bytes(_ request: Hummingbird.Request, max: Int) async throws -> [UInt8] {
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

    /// A body of the form that wallets read too.
    func json(_ body: some Encodable, status: HTTPResponse.Status) throws -> Response {
        Response(Array(try JSONEncoder.ofAnswers.encode(body)), as: "application/json", status: status.code)
    }
}

extension JSONEncoder {
    static var ofAnswers: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
