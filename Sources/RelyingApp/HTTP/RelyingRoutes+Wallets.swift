internal import Hummingbird
internal import Pages
internal import RelyingAPI

/// What wallets ask and answer: whoever has a session's link.
extension RelyingRoutes {
    func addWallets(to router: Router<BasicRequestContext>) {
        router.get("requests/{session}") { _, context in
            _ = try session(context)
            return Response(Array(RelyingRoutes.opensInWallet.utf8), as: "text/plain; charset=utf-8")
        }
        router.post("requests/{session}") { request, context in
            let id = try session(context)
            let bytes = try await bytes(request, max: RequestFetch.maxByteCount)
            guard let fetch = RequestFetch(form: String(decoding: bytes, as: UTF8.self)) else {
                throw RelyingProblem.badRequest("the form must have grant_key, wallet_nonce and sealing_key")
            }
            return Response(try await desk.answer(fetch, of: id), as: RelyingClient.sealedMediaType)
        }
        router.post("requests/{session}/answer") { request, context in
            let id = try session(context)
            try desk.checkSession(id)
            guard crowd.enter() else { throw RelyingProblem.tooManyRequests }
            defer { crowd.leave() }
            let answered = try await desk.take(try await bytes(request, max: GrantAnswer.maxByteCount), of: id)
            return try json(answered, status: answered.state == .pending ? .accepted : .ok)
        }
    }

    private static let opensInWallet = """
        请用钱包打开此链接：deedbox wallet requests <此地址>
        Open this link with your wallet: deedbox wallet requests <this address>

        """

    /// The session in the path.
    func session(_ context: BasicRequestContext) throws -> SessionID {
        guard let id = context.parameters.get("session").flatMap({ SessionID($0) }) else {
            throw RelyingProblem.noSuchSession
        }
        return id
    }
}
