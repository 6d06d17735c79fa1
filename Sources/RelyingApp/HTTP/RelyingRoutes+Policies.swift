internal import Accounts
internal import Evidence
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// What the party asks for in its scenes.
extension RelyingRoutes {
    func addPolicies(to router: Router<BasicRequestContext>) {
        router.get("api/scenes/{code}/policy") { request, context in try policy(request, context) }
        router.put("api/scenes/{code}/policy") { request, context in try await setPolicy(request, context) }
        router.delete("api/scenes/{code}/policy") { request, context in
            try await set(nil, of: try sceneCode(context), by: try caller(request, .admin))
        }
    }

    private func policy(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        _ = try caller(request, .clerk, .approver, .admin, .auditor)
        return Response(["policy": try desk.policy(of: try sceneCode(context))?.readable ?? .null])
    }

    /// The body is a `deedbox-policy/1`.
    private func setPolicy(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let policy = try Demands(readable: try await body(request, max: 1 << 16).value)
        return try await set(policy, of: try sceneCode(context), by: caller)
    }

    private func set(_ policy: Demands?, of scene: SceneCode, by caller: Caller) async throws -> Response {
        try await desk.setPolicy(policy, of: scene)
        try desk.accounts.audit(AuditLine(caller, "scene-policy", subject: scene.text), at: desk.second)
        return Response(["policy": policy?.readable ?? .null])
    }
}
