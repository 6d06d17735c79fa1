internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
public import Signing

/// The party's addresses that are told of what happens, and what was told to them.
extension RelyingRoutes {
    func addWebhooks(to router: Router<BasicRequestContext>) {
        router.get("api/webhooks") { request, _ in
            _ = try caller(request, .admin, .auditor)
            return Response(["webhooks": .array(try desk.webhooks().map(\.json))])
        }
        router.post("api/webhooks") { request, _ in try await addWebhook(request) }
        router.delete("api/webhooks/{webhook}") { request, context in try removeWebhook(request, context) }
        router.post("api/webhooks/{webhook}/test") { request, context in try await testWebhook(request, context) }
        router.get("api/deliveries") { request, _ in try deliveries(request) }
        router.post("api/deliveries/redeliver") { request, _ in try await redeliver(request) }
    }

    /// `{"url": "https://…"}`. The secret is in this answer and in no other.
    private func addWebhook(_ request: Request) async throws -> Response {
        let caller = try caller(request, .admin)
        let url = try await body(request, max: 8_192).object { (reader) throws(JSONError) in
            try reader.member("url").string(maxByteCount: Webhook.maxURLByteCount)
        }
        let webhook = try desk.addWebhook(url)
        try note("webhook-add", webhook.number, by: caller)
        return Response(webhook.jsonWithSecret, status: 201)
    }

    private func removeWebhook(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .admin)
        let number = try webhook(request, context)
        try desk.removeWebhook(number)
        try note("webhook-remove", number, by: caller)
        return Response(["webhook": .integer(Int64(clamping: number)), "state": "removed"])
    }

    /// That nobody took it is an answer, too.
    private func testWebhook(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let number = try webhook(request, context)
        let (isTaken, note) = try await desk.testWebhook(number)
        try self.note("webhook-test", number, by: caller, facts: note)
        return Response([
            "webhook": .integer(Int64(clamping: number)), "taken": .bool(isTaken), "note": .string(note),
        ])
    }

    private func deliveries(_ request: Request) throws -> Response {
        _ = try caller(request, .admin, .auditor)
        var state: Delivery.State?
        if let text = request.query("state") {
            guard let read = Delivery.State(rawValue: text) else {
                throw RelyingProblem.badBody("state must be waiting, delivered or dead")
            }
            state = read
        }
        let found = try desk.deliveries(state, limit: try limit(request))
        return Response(["deliveries": .array(found.map(\.json))])
    }

    /// `{"id": "msg_…"}`, or `{}` for all that nobody took.
    private func redeliver(_ request: Request) async throws -> Response {
        let caller = try caller(request, .admin)
        let id = try await body(request, max: 1_024).object { (reader) throws(JSONError) in
            try reader.optionalMember("id")?.string(maxByteCount: 64)
        }
        let count = try desk.redeliver(id)
        try desk.accounts.audit(
            AuditLine(caller, "webhook-redeliver", subject: id ?? "all dead", facts: "\(count)"), at: desk.second)
        return Response(["count": .integer(Int64(count))])
    }

    /// The webhook in the path.
    private func webhook(_ request: Request, _ context: BasicRequestContext) throws -> UInt64 {
        guard let number = context.parameters.get("webhook").flatMap({ UInt64($0) }) else {
            throw RelyingProblem.noSuchPath(request.uri.path)
        }
        return number
    }

    private func note(_ action: String, _ number: UInt64, by caller: Caller, facts: String = "") throws {
        try desk.accounts.audit(
            AuditLine(caller, action, subject: "webhook \(number)", facts: facts), at: desk.second)
    }
}

extension Webhook {
    /// As the API and the command give it: without its secret.
    public var json: JSONValue { .object(members) }

    /// As it is told once, when it is added.
    public var jsonWithSecret: JSONValue {
        var members = members
        members.append("secret", .string(secretText))
        return .object(members)
    }

    private var members: JSONObject {
        [
            "webhook": .integer(Int64(clamping: number)), "url": .string(url),
            "added": .integer(Int64(clamping: added)),
        ]
    }
}

extension Delivery {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "id": .string(id), "webhook": .integer(Int64(clamping: webhook)), "event": .string(event),
            "state": .string(state.rawValue), "attempts": .integer(Int64(clamping: attempts)),
            "created": .integer(Int64(clamping: created)), "next": .integer(Int64(clamping: next)),
            "note": note.map { .string($0) } ?? .null,
        ]
    }
}
