internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Signing

/// Codes that wallets show: scanned on a page of the counter, or by a program.
extension RelyingRoutes {
    func addCodes(to router: Router<BasicRequestContext>) {
        router.get("counter/sessions/{session}/code") { request, context in
            let (page, _, session) = try seen(request, context)
            return Response(page: CounterScanPage(page, session: session.id.description).html)
        }
        router.post("counter/sessions/{session}/code") { request, context in
            try await scanAtCounter(request, context)
        }
        router.post("api/requests/{session}/code") { request, context in try await scan(request, context) }
    }

    private func scanAtCounter(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 4_096))
        let (page, caller, session) = try seen(request, context, fields: fields)
        return try await answering(page) {
            guard let code = ShownCode(fields["code"] ?? "") else { throw RelyingRefusal.notACode }
            try await desk.call(code, to: session.id, by: caller)
            return Response(leadingTo: "/counter/sessions/\(session.id)")
        }
    }

    /// `{"code", "case"?}`.
    private func scan(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let id = try session(context)
        let (code, number) = try await body(request, max: 2_048).object { (reader) throws(JSONError) in
            let code = try reader.member("code")
            guard let shown = ShownCode(try code.string(maxByteCount: 512)) else {
                throw code.invalid("is no code of a wallet")
            }
            return (shown, try reader.caseNumber())
        }
        try await desk.call(code, to: id, ofCase: number, by: caller)
        return Response(["state": "called"])
    }
}
