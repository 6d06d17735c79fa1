internal import Accounts
internal import Hummingbird
internal import NodeAPI
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// The party's scenes: listed with how they stand, declared, ended, and how long the agreement behind one lasts.
extension RelyingRoutes {
    func addScenes(to router: Router<BasicRequestContext>) {
        router.get("api/scenes") { request, _ in try await scenes(request) }
        router.post("api/scenes") { request, _ in try await declare(request) }
        router.put("api/scenes/{code}/agreement") { request, context in try await setAgreement(request, context) }
        router.post("api/scenes/{code}/end") { request, context in try await endScene(request, context) }
    }

    private func scenes(_ request: Request) async throws -> Response {
        _ = try caller(request)
        let second = desk.second
        return Response(["scenes": .array(try await desk.scenes().map { $0.json(at: second) })])
    }

    /// `{"until": "2027-06-30"}`, or null for an agreement without an end.
    private func setAgreement(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let code = try sceneCode(context)
        let end: AgreementEnd? = try await body(request, max: 1_024).object { (reader) throws(JSONError) in
            let until = try reader.member("until")
            guard until.value != .null else { return nil }
            guard let end = AgreementEnd(try until.string(maxByteCount: 10)) else {
                throw until.invalid("must be a day such as 2027-06-30")
            }
            return end
        }
        try await desk.setAgreement(code, end)
        try desk.accounts.audit(
            AuditLine(caller, "scene-agreement", subject: code.text, facts: end?.description ?? "no end"),
            at: desk.second)
        return Response(["scene": .string(code.text), "agreementUntil": end.map { .string($0.description) } ?? .null])
    }

    /// The body is a scene in its readable form.
    private func declare(_ request: Request) async throws -> Response {
        let caller = try caller(request, .admin)
        let scene = try Scene(readable: try await body(request).value)
        let outcome = try await desk.declare(scene)
        try desk.accounts.audit(AuditLine(caller, "scene-declare", subject: scene.code.text), at: desk.second)
        return Response(outcome.told(scene.code), status: 201)
    }

    private func endScene(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let code = try sceneCode(context)
        let outcome = try await desk.end(code)
        try desk.accounts.audit(AuditLine(caller, "scene-end", subject: code.text), at: desk.second)
        return Response(outcome.told(code))
    }

    /// The scene in the path.
    func sceneCode(_ context: BasicRequestContext) throws -> SceneCode {
        let text = context.parameters.get("code") ?? ""
        guard let code = SceneCode(text) else { throw RelyingProblem.noSuchPath("/api/scenes/\(text.prefix(64))") }
        return code
    }
}

extension OutcomeBody {
    /// Where an act on a scene became final.
    fileprivate func told(_ scene: SceneCode) -> JSONValue {
        [
            "scene": .string(scene.text), "statement": id.map { .string($0) } ?? .null,
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}
