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
        router.post("api/scenes") { request, _ in try await declare(request) }
        router.post("api/scenes/{code}/end") { request, context in try await endScene(request, context) }
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
