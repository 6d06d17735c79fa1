internal import Credentials
internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Pages
internal import Signing

/// OpenID4VCI 1.0 over HTTP: what wallets of any maker ask of a desk. Pre-authorised codes alone, several proofs at
/// once, answers that come later, notices of what became of it.
struct ClaimRoutes: Sendable {
    let desk: any ClaimsDesk
    let settings: ClaimSettings
    let issuer: WebAddress
    private let now: @Sendable () -> UInt64
    private let logger: Logger

    /// Nil when the desk's address is no `https` or `http` address. `now` gives POSIX seconds.
    init?(_ desk: any ClaimsDesk, now: @escaping @Sendable () -> UInt64, logger: Logger) {
        guard let issuer = WebAddress(desk.claimSettings.issuer) else { return nil }
        self.desk = desk
        self.issuer = issuer
        self.now = now
        self.logger = logger
        settings = desk.claimSettings
    }

    /// Where each request goes, below the desk's address.
    enum Endpoint: String {
        case token = "claims/token"
        case nonce = "claims/nonce"
        case credential = "claims/credential"
        case deferred = "claims/deferred"
        case notification = "claims/notification"
        case attachment = "claims/attachment"
    }

    func add(to router: Router<BasicRequestContext>) {
        // A desk below a path: the well-known names stand between host and path.
        let path = issuer.path == "/" ? "" : issuer.path
        router.get(".well-known/\(CredentialIssuerMetadata.wellKnown)\(path)") { _, _ in try issuerMetadata() }
        router.get(".well-known/\(AuthorizationServerMetadata.wellKnown)\(path)") { _, _ in serverMetadata() }
        router.get("offers/{handle}") { _, context in try offer(context.parameters.get("handle") ?? "") }
        add(.token, to: router) { request, second in try await token(request, at: second) }
        add(.nonce, to: router) { _, second in nonce(at: second) }
        add(.credential, to: router) { request, second in try await credential(request, at: second) }
        add(.deferred, to: router) { request, second in try await deferred(request, at: second) }
        add(.notification, to: router) { request, second in try await notification(request, at: second) }
        add(.attachment, to: router) { request, second in try await attachment(request, at: second) }
    }

    /// The time, in POSIX seconds.
    var second: UInt64 { now() }

    func address(_ endpoint: Endpoint) -> String { issuer.appending(endpoint.rawValue) }

    private func add(
        _ endpoint: Endpoint, to router: Router<BasicRequestContext>,
        _ answer: @escaping @Sendable (Request, UInt64) async throws -> Response
    ) {
        router.post(RouterPath(endpoint.rawValue)) { request, _ in
            let second = now()
            do {
                return try await answer(request, second)
            } catch let error as IssuingError {
                var response = Response(error, isTokenEndpoint: endpoint == .token)
                if error.code == .invalidClient, let scheme = request.authorizationScheme {
                    response.status = .unauthorized
                    response.headers[.wwwAuthenticate] = scheme + #" realm="deedbox""#
                }
                if error.code == .useDPoPNonce { response.addProofNonce(proofNonce(at: second)) }
                return response
            } catch let refusal as ClaimRefusal {
                return Response(refusal.told(at: endpoint), isTokenEndpoint: endpoint == .token)
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.error("\(endpoint.rawValue): \(error)")
                throw DeskProblem.failed
            }
        }
    }
}

extension ClaimRoutes {
    /// All bytes of a body of this media type.
    func body(
        _ request: Request, as mediaType: String, max: Int, else code: IssuingErrorCode
    ) async throws -> [UInt8] {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type == mediaType else { throw IssuingError(code, "the body must be \(mediaType)") }
        do {
            return Array(try await request.body.collect(upTo: max).readableBytesView)
        } catch is NIOTooManyBytesError { throw IssuingError(code, "the body has more than \(max) bytes") }
    }
}

extension Request {
    /// How the sender tried to authenticate (RFC 6749 section 5.2 wants the same scheme in the answer); nil when it did
    /// not, and `Basic` for what is no scheme's name.
    fileprivate var authorizationScheme: String? {
        headers[.authorization].map { value in
            let name = value.prefix { $0 != " " }
            let isName = (1...32).contains(name.utf8.count) && name.utf8.allSatisfy { $0.isLetter || $0 == 0x2d }
            return isName ? String(name) : "Basic"
        }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) }
}

extension Response {
    /// The nonce for the next proof of the wallet's key (RFC 9449 section 8).
    mutating func addProofNonce(_ nonce: String) {
        guard let name = HTTPFields.Element.Name("DPoP-Nonce") else { preconditionFailure("it is a header's name") }
        headers[name] = nonce
    }

    /// A refusal as the protocol has it.
    fileprivate init(_ error: IssuingError, isTokenEndpoint: Bool) {
        let isAboutToken =
            !isTokenEndpoint
            && [.invalidToken, .invalidDPoPProof, .useDPoPNonce].contains(error.code)
        self.init(error.encoded, as: "application/json", status: isAboutToken ? 401 : 400)
        if isAboutToken {
            headers[.wwwAuthenticate] =
                #"DPoP error="\#(error.code.rawValue)", error_description="\#(error.description)", algs="ES256""#
        }
    }
}
