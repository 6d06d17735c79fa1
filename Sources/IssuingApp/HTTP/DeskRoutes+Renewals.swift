internal import Accounts
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// Rules by which the desk proposes renewals.
extension DeskRoutes {
    func addRenewals(to router: Router<BasicRequestContext>) {
        router.get("renewals") { request, _ in try rules(request) }
        router.put("renewals/{code}") { request, context in try await set(request, context) }
        router.delete("renewals/{code}") { request, context in try remove(request, context) }
    }

    private func rules(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(["renewals": .array(try desk.database.renewalRules().map(\.json))])
    }

    /// `{"days": 60, "years": 10, "seenDays": 90?}`.
    private func set(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let type = try context.type()
        let rule = try await body(request).object { (reader) throws(JSONError) in
            let days = try reader.member("days")
            let rule = RenewalRule(
                checking: type, days: try days.unsigned(max: 1 << 20),
                years: try reader.member("years").unsigned(max: 1 << 20),
                seenDays: try reader.optionalMember("seenDays")?.unsigned(max: 1 << 20))
            guard let rule else { throw days.invalid("and the others must be 1 to 400, 1 to 50, 1 to 4000") }
            return rule
        }
        try desk.set(rule, by: caller)
        return Response(rule.json)
    }

    private func remove(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .admin)
        try desk.removeRenewal(of: try context.type(), by: caller)
        return Response(["state": "removed"])
    }
}
