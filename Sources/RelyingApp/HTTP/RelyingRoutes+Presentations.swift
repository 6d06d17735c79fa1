internal import Accounts
internal import Credentials
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Plain OpenID4VP: what wallets of any maker fetch and post, and what staff asks and reads.
extension RelyingRoutes {
    func addPresentations(to router: Router<BasicRequestContext>) {
        router.post("presentations/{id}/request") { request, context in
            let id = try presentation(context)
            let form = String(
                decoding: try await bytes(request, max: PresentationFetch.maxByteCount), as: UTF8.self)
            guard let fetch = PresentationFetch(form: form) else {
                throw RelyingProblem.badRequest("the form may have wallet_nonce of 1 to 512 bytes")
            }
            return try await fetched(fetch, id)
        }
        router.get("presentations/{id}/request") { _, context in
            try await fetched(PresentationFetch(walletNonce: nil), try presentation(context))
        }
        router.post("presentations/{id}/response") { request, context in try await answered(request, context) }
        router.get("api/presentations") { request, _ in try list(request) }
        router.post("api/presentations") { request, _ in try await open(request) }
        router.get("api/presentations/{id}") { request, context in try show(request, context) }
        router.post("api/presentations/{id}/again") { request, context in try await again(request, context) }
    }

    private func fetched(_ fetch: PresentationFetch, _ id: SessionID) async throws -> Response {
        let text = try await desk.answer(fetch, ofPresentation: id)
        return Response(Array(text.utf8), as: PresentationRequest.mediaType)
    }

    /// The answer to a wallet is in the form of the standard, errors too.
    private func answered(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let id = try presentation(context)
        _ = try desk.presentation(known: id)
        guard crowd.enter() else { throw RelyingProblem.tooManyRequests }
        defer { crowd.leave() }
        let form = try await bytes(request, max: RelyingRoutes.maxFormByteCount)
        do {
            let answer = try await desk.take(
                String(decoding: form, as: UTF8.self), ofPresentation: id, reading: try desk.publicDoor())
            return Response(.object(answer))
        } catch let problem as RelyingProblem where problem.status < 500 && problem.status != 429 {
            return Response(
                [
                    "error": .string(PresentationErrorCode.invalidRequest.rawValue), "code": .string(problem.code),
                    "error_description": .string(problem.detail),
                ], status: problem.status)
        }
    }

    /// A sealed answer in a form: its own alphabet needs no escapes.
    private static let maxFormByteCount = PresentationResponse.maxByteCount + 4_096

    /// The id in the path.
    private func presentation(_ context: BasicRequestContext) throws -> SessionID {
        guard let id = context.parameters.get("id").flatMap({ SessionID($0) }) else {
            throw RelyingProblem.noSuchSession
        }
        return id
    }
}

/// What staff asks and reads. No person is looked up without a case.
extension RelyingRoutes {
    private func list(_ request: Request) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .auditor)
        guard let number = request.uri.queryParameters.get("case"), !number.isEmpty else {
            throw RelyingProblem.badBody("case must be given in the query")
        }
        try desk.keep(.find, number, "presentations", by: caller)
        let found = try desk.presentations(ofCase: number, limit: 100)
        try desk.audit(
            "presentation-list", by: caller, caseNumber: number, subject: "presentations", facts: "\(found.count)")
        return Response(["presentations": .array(try found.map { try json($0) })])
    }

    private func open(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let order = try await body(request).presentationOrder()
        try desk.keep(.request, order.caseNumber, order.scene.text, by: caller)
        let opened = try await desk.open(order)
        try desk.audit(
            "presentation-open", by: caller, caseNumber: order.caseNumber, subject: order.scene.text,
            facts: opened.presentation.id.description)
        return Response(try json(opened.presentation), status: 201)
    }

    private func show(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .auditor)
        let code = request.uri.queryParameters.get("response_code").map { String($0) }
        let found = try desk.presentation(try presentation(context), responseCode: code)
        // Who waits for an answer asks often, and reads nothing yet.
        if found.verdict != nil {
            try desk.keep(.look, found.matter.number, "presentation \(found.id.short)", by: caller)
        }
        try desk.audit(
            "presentation-read", by: caller, caseNumber: found.matter.number, subject: found.scene.text,
            facts: found.id.description)
        return Response(try json(found))
    }

    /// Judges once more what was shown, with what can be learnt today.
    private func again(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let found = try desk.presentation(try presentation(context))
        try desk.keep(.look, found.matter.number, "presentation \(found.id.short)", by: caller)
        let judged = try await desk.judgeAgain(found)
        try desk.audit(
            "presentation-again", by: caller, caseNumber: found.matter.number, subject: found.scene.text,
            facts: found.id.description)
        return Response(try json(judged))
    }

    private func json(_ presentation: Presentation) throws -> JSONValue {
        .object(presentation.json(link: try desk.link(to: presentation)))
    }
}

extension JSONElement {
    fileprivate func presentationOrder() throws(JSONError) -> PresentationOrder {
        try object { (reader) throws(JSONError) in
            PresentationOrder(
                scene: try reader.member("scene").registeredName(),
                profile: try reader.member("profile").registeredName(),
                caseNumber: try reader.member("case").string(maxByteCount: CaseOpening.maxByteCount),
                issuers: try reader.member("issuers").list(max: 16) { (item) throws(JSONError) in
                    try item.webAddress()
                },
                returnAddress: try reader.optionalMember("returnAddress")?.webAddress())
        }
    }

    fileprivate func registeredName<Name: RegisteredName>() throws(JSONError) -> Name {
        guard let name = Name(try string(maxByteCount: 64)) else { throw invalid("must be \(Name.form)") }
        return name
    }

    fileprivate func webAddress() throws(JSONError) -> WebAddress {
        let text = try string(maxByteCount: 2_048)
        guard let address = WebAddress(text), address.scheme == .https || address.isLoopback else {
            throw invalid("must be an address over TLS, or one of this machine")
        }
        return address
    }
}
