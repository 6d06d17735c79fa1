internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
public import Signing

/// What goes when, and what is kept longer.
extension RelyingRoutes {
    func addRetention(to router: Router<BasicRequestContext>) {
        router.get("api/retention") { request, _ in try await retention(request) }
        router.get("api/holds") { request, _ in try holds(request) }
        router.post("api/holds") { request, _ in try await hold(request) }
        router.post("api/holds/release") { request, _ in try await release(request) }
    }

    private func retention(_ request: Request) async throws -> Response {
        let caller = try caller(request, .approver, .admin, .auditor)
        let limit = try limit(request)
        if request.query("deleted") == "true" {
            return Response(["deleted": .array(try desk.deletedUses(limit: limit).map(\.line))])
        }
        let found = try await desk.retainedUses(limit: limit)
        try desk.audit(
            "retention-list", by: caller, caseNumber: "", subject: "", facts: "\(found.count) uses")
        return Response(["uses": .array(found.map(\.json))])
    }

    private func holds(_ request: Request) throws -> Response {
        _ = try caller(request, .approver, .admin, .auditor)
        let found = try desk.holds(all: request.query("all") == "true", limit: try limit(request))
        return Response(["holds": .array(found.map(\.json))])
    }

    /// `{"case": "A-17", "ground": "…"}`; with `"ahead": true` also for a case of which there is nothing.
    private func hold(_ request: Request) async throws -> Response {
        let caller = try caller(request, .approver, .admin)
        let (number, ground, isAhead) = try await body(request).object { (reader) throws(JSONError) in
            (
                try reader.member("case").string(maxByteCount: 200), try reader.member("ground").string(),
                try reader.optionalMember("ahead")?.bool() ?? false
            )
        }
        _ = try desk.heldUses(ofCase: number, isAhead: isAhead)
        let hold = try desk.hold(number, ground: ground, by: caller.label)
        try desk.audit("hold", by: caller, caseNumber: number, subject: "hold \(hold.number)")
        return Response(hold.json, status: 201)
    }

    /// `{"case": "A-17"}`.
    private func release(_ request: Request) async throws -> Response {
        let caller = try caller(request, .approver, .admin)
        let number = try await body(request).object { (reader) throws(JSONError) in
            try reader.member("case").string(maxByteCount: 200)
        }
        let hold = try desk.release(number, by: caller.label)
        try desk.audit("hold-release", by: caller, caseNumber: number, subject: "hold \(hold.number)")
        return Response(hold.json)
    }

    /// How many lines are asked for.
    func limit(_ request: Request, max: Int = 500) throws -> Int {
        guard let text = request.query("limit") else { return min(100, max) }
        guard let limit = Int(text), (1...max).contains(limit) else {
            throw RelyingProblem.badBody("limit must be 1 to \(max)")
        }
        return limit
    }
}

extension RetainedUse {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "grant": .string("\(use.grant)"), "number": .integer(Int64(clamping: use.number)),
            "scene": .string(scene.text), "case": caseNumber.map { .string($0) } ?? .null,
            "retentionDays": retentionDays.map { .integer(Int64(clamping: $0)) } ?? .null,
            "end": end.map { .integer(Int64(clamping: $0)) } ?? .null, "hold": hold?.json ?? .null,
        ]
    }
}

extension LegalHold {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "hold": .integer(Int64(clamping: number)), "case": words.map { .string($0.caseNumber) } ?? .null,
            "ground": words.map { .string($0.ground) } ?? .null, "by": words.map { .string($0.orderedBy) } ?? .null,
            "since": .integer(Int64(clamping: since)),
            "released": released.map { release in
                ["time": .integer(Int64(clamping: release.time)), "by": release.by.map { .string($0) } ?? .null]
            } ?? .null,
        ]
    }
}
