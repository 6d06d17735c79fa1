internal import Accounts
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// Status, approvals, disputes.
extension DeskRoutes {
    func addLife(to router: Router<BasicRequestContext>) {
        router.post("status-changes") { request, _ in try await changeStatus(request) }
        router.get("approvals") { request, _ in try approvals(request) }
        router.get("approvals/{id}") { request, context in try await approval(request, context) }
        router.post("approvals/{id}") { request, context in try await decide(request, context) }
        router.get("corrections") { request, _ in try corrections(request) }
        router.post("corrections/{id}") { request, context in try await answer(request, context) }
    }

    /// `{"documents": [1], "state": "revoked", "reason": "lost", "text": …, "basis": …}`.
    private func changeStatus(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (documents, change) = try await body(request, max: 4 << 20).object { (reader) throws(JSONError) in
            let ids = try reader.member("documents").list(max: Proposal.maxDocuments) { (item) throws(JSONError) in
                DocumentID(try item.integer(in: 1 ... .max))
            }
            return (ids, try StatusChange(&reader))
        }
        guard let approval = try desk.propose(change, of: documents, by: caller) else {
            return Response(["state": "queued"], status: 202)
        }
        return Response(["approval": .integer(approval.value)], status: 202)
    }

    private func approvals(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        let found = try desk.database.approvals(isOpen: request.query("all") == nil, at: desk.second)
        return Response(["approvals": .array(found.map(\.json))])
    }

    /// A proposal with what it has put on its way to the ledger.
    private func approval(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(try await desk.json(of: try context.number("id") as ApprovalID))
    }

    /// `{"approve": true, "remark": …}`.
    private func decide(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .approver)
        let (isApproved, remark) = try await body(request).object { (reader) throws(JSONError) in
            (
                try reader.member("approve").bool(),
                try reader.optionalMember("remark")?.string(maxByteCount: 2_000) ?? ""
            )
        }
        try desk.decide(try context.number("id"), isApproved: isApproved, remark: remark, by: caller)
        return Response(["state": .string(isApproved ? "approved" : "rejected")])
    }

    private func corrections(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor)
        let found = try desk.database.corrections(isOpen: request.query("all") == nil)
        return Response(["corrections": .array(try found.map { try desk.json(of: $0) })])
    }

    /// `{"outcome": "corrected", "text": …, "values": {path: text}}`.
    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (outcome, text, values) = try await body(request).object { (reader) throws(JSONError) in
            let word = try reader.member("outcome")
            guard let outcome = CorrectionOutcome(word: try word.string()) else {
                throw word.invalid("must be corrected, upheld or removed")
            }
            return (
                outcome, try reader.member("text").string(maxByteCount: 4_000),
                try reader.optionalMember("values")?.texts() ?? [:]
            )
        }
        let approval = try desk.answer(try context.number("id"), outcome, text: text, values: values, by: caller)
        return Response(approval.map { ["approval": .integer($0.value)] } ?? ["state": "queued"], status: 202)
    }
}
