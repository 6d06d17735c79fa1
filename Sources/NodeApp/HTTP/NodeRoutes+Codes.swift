internal import Hummingbird
internal import NodeAPI
internal import Rulebook
internal import Signing

/// The board on which wallets show codes, and on which desks that scanned one leave their call.
extension NodeRoutes {
    func addCodes(to router: Router<NodeRequestContext>) {
        router.post("codes") { request, context in try await show(request, context) }
        router.post("codes/{handle}") { request, context in try await call(request, context) }
        router.get("codes/{handle}") { _, context in
            guard let call = try codes.call(to: try handle(context)) else {
                return Response(status: .noContent, headers: [.cacheControl: Caching.none.rawValue])
            }
            return Response(call, as: MediaTypes.cose)
        }
    }

    /// Nobody need log in: what is shown holds nothing of anybody.
    private func show(_ request: Request, _ context: NodeRequestContext) async throws -> Response {
        try request.checkBytes()
        return try await bodies.with(request, limit: Digest.byteCount) { bytes in
            guard let handle = Digest(bytes) else {
                throw Problem.codeUnreadable(Bilingual(zh: "请求体不是 32 字节", en: "The body has not 32 bytes"))
            }
            let left = try codes.show(handle, by: context.client)
            var response = try Response(json: ShownCodeBody(seconds: left))
            response.status = .created
            return response
        }
    }

    private func call(_ request: Request, _ context: NodeRequestContext) async throws -> Response {
        let handle = try handle(context)
        guard request.mediaType == MediaTypes.cose else {
            throw Problem.wrongMediaType(request.headers[.contentType], expected: MediaTypes.cose)
        }
        return try await bodies.with(request, limit: CodeCall.maxByteCount) { bytes in
            try checkCaller(bytes, to: handle)
            try codes.take(bytes, to: handle)
            return Response(status: .noContent)
        }
    }

    /// Relying parties alone may call, by a key that the ledger has: a wallet is not bothered by anybody else.
    private func checkCaller(_ bytes: [UInt8], to handle: Digest) throws(Problem) {
        guard let read = CodeCall.read(bytes, origin: node.network.origin), read.call.handle == handle else {
            throw .codeUnreadable(Bilingual(zh: "请求体不是对此亮码的应答", en: "The body is no signed call to this code"))
        }
        let view = node.snapshot.view
        guard let member = view.member(read.by), member.suspended == nil else { throw .codeStranger(read.by) }
        let details = member.details(at: view.time)
        let isSigned = details.keys.contains {
            $0.isValid(at: view.time) && read.statement.isSigned(read.statement.signatures[0], by: $0.key)
        }
        guard isSigned, details.roles.contains(.relyingParty) else { throw .codeStranger(read.by) }
    }

    private func handle(_ context: NodeRequestContext) throws(Problem) -> Digest {
        guard let handle = Digest(hex: context.text("handle")) else {
            throw .badParameter(
                "handle", context.text("handle"),
                form: Bilingual(zh: " 64 位小写十六进制数字", en: "64 lower-case hexadecimal digits"))
        }
        return handle
    }
}
