internal import Accounts
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// The types that the desk knows, and how they stand on the ledger.
extension DeskRoutes {
    func addCatalogue(to router: Router<BasicRequestContext>) {
        router.get("catalogue") { request, _ in try catalogue(request) }
        router.post("catalogue") { request, _ in try await load(request) }
        router.get("catalogue/{code}") { request, context in try await type(request, context) }
        router.get("catalogue/{code}/registration") { request, context in try await registration(request, context) }
        router.post("type-changes") { request, _ in try await change(request) }
    }

    private func catalogue(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(["types": .array(try desk.database.definitions().map(\.readable))])
    }

    private func load(_ request: Request) async throws -> Response {
        let caller = try caller(request, .admin, .clerk)
        let value = try await body(request, max: 4 << 20).value
        return Response(try desk.load(value, by: caller).json, status: 201)
    }

    /// The versions that are loaded, and what the ledger says of the type.
    private func type(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(try await desk.report(of: try context.type()).json)
    }

    /// The definition of a new type, checked, for governance to register.
    private func registration(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        do {
            return Response(try await desk.registration(of: try context.type(), by: caller).readable)
        } catch let away as LedgerAway { throw DeskProblem.ledgerAway(away.reason) }
    }

    /// `{"change": {"act": "type.update", "code": …, "version": 2}, "text": …}`; also `type.retire`, and `accredit`
    /// with `issuer`, `from`, `until`.
    private func change(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (change, text) = try await body(request).object { (reader) throws(JSONError) in
            let change = try reader.member("change").object { (inner) throws(JSONError) in try TypeChange(&inner) }
            return (change, try reader.optionalMember("text")?.string(maxByteCount: 2_000) ?? "")
        }
        let approval = try await desk.propose(change, text: text, by: caller)
        return Response(["approval": .integer(approval.value)], status: 202)
    }
}

extension BasicRequestContext {
    /// The type's code in the path.
    func type() throws -> TypeCode {
        let text = parameters.get("code") ?? ""
        guard let code = TypeCode(text) else { throw DeskProblem.notFound(text) }
        return code
    }
}
