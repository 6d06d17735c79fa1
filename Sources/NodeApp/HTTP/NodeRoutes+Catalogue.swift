internal import Hummingbird
internal import Ledger
internal import NodeAPI
internal import Rulebook

/// Who and what the ledger knows: members, governance, types, scenes.
extension NodeRoutes {
    func addCatalogue(to router: Router<NodeRequestContext>) {
        router.get("members") { _, _ in try members() }
        router.get("members/{id}") { _, context in try member(context) }
        router.get("governance") { _, _ in try governance() }
        router.get("types") { request, _ in try types(request) }
        router.get("types/{code}") { _, context in try type(context) }
        router.get("scenes") { _, _ in try scenes() }
    }

    private func members() throws -> Response {
        let snapshot = node.snapshot
        let members = snapshot.view.members().map { MemberBody($0.id, $0.member, at: snapshot.view.time) }
        return try Response(json: MembersBody(height: snapshot.head.height.value, members: members))
    }

    private func member(_ context: NodeRequestContext) throws -> Response {
        let id: MemberID = try context.name("id")
        let view = node.snapshot.view
        guard let member = view.member(id) else { throw Problem.noSuchMember(id) }
        return try Response(json: MemberBody(id, member, at: view.time))
    }

    private func governance() throws -> Response {
        let snapshot = node.snapshot
        guard let entry = snapshot.view.governance() else { preconditionFailure("the state has no governance") }
        return try Response(
            json: GovernanceBody(
                height: snapshot.head.height.value, entry, coming: snapshot.view.comingChange()))
    }

    private func types(_ request: Request) throws -> Response {
        let withFields = try request.queryFlag("fields", word: "true")
        let snapshot = node.snapshot
        let types = snapshot.view.types().map { TypeBody($0, withFields: withFields) }
        return try Response(json: TypesBody(height: snapshot.head.height.value, types: types))
    }

    private func type(_ context: NodeRequestContext) throws -> Response {
        let code: TypeCode = try context.name("code")
        let view = node.snapshot.view
        guard let entry = view.type(code) else { throw Problem.noSuchType(code) }
        let issuers = view.members().compactMap { id, _ in
            view.accreditation(id, code).map { IssuerBody(id, $0) }
        }
        return try Response(json: TypeBody(entry, withFields: true, issuers: issuers))
    }

    private func scenes() throws -> Response {
        let snapshot = node.snapshot
        let scenes = snapshot.view.scenes().map { SceneBody($0.party, $0.entry) }
        return try Response(json: ScenesBody(height: snapshot.head.height.value, scenes: scenes))
    }
}
