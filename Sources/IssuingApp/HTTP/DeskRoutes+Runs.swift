internal import Accounts
internal import Foundation
internal import Hummingbird
internal import Importing
internal import NIOCore
internal import Pages
internal import Rulebook
internal import Signing

/// Imports and their reports.
extension DeskRoutes {
    func addRuns(to router: Router<BasicRequestContext>) {
        router.get("runs") { request, _ in try runs(request) }
        router.post("runs") { request, _ in try await startRun(request) }
        router.get("runs/{id}") { request, context in try run(request, context) }
        router.get("runs/{id}/faults") { request, context in try faults(request, context) }
        router.post("runs/{id}/take-back") { request, context in try await takeBack(request, context) }
    }

    private func runs(_ request: Request) throws -> Response {
        if request.wantsPage {
            guard isSignedIn(request) else { return toSignIn(request) }
            // Who only asks at the counter has a page of that.
            if try caller(request).roles == [.inquirer] {
                return Response(status: .seeOther, headers: [.location: "/look-ups"])
            }
            let caller = try caller(request, .clerk, .approver, .auditor, .admin)
            let page = RunListPage(
                desk: desk.configuration.name, isChinese: request.isChinese, caller: caller.name,
                foot: foot(request, caller), rows: try desk.database.runs().map { RunListPage.Row($0) })
            return Response(page: page.html)
        }
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(["runs": .array(try desk.database.runs().map { $0.json })])
    }

    /// True for whoever has signed in, whatever the roles.
    func isSignedIn(_ request: Request) -> Bool { (try? caller(request)) != nil }

    func toSignIn(_ request: Request) -> Response {
        Response(status: .seeOther, headers: [.location: "/sign-in?next=" + request.uri.path])
    }

    /// `{"name": …, "content": base64, "mapping": {…}, "dry": false}`.
    private func startRun(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        try checkJSON(request)
        let bytes = try await bytes(request, max: DeskRoutes.maxFileByteCount)
        let upload = try await limits.imports.run { try DeskRoutes.upload(bytes) }
        try await desk.checkMintable(upload)
        let run = try await limits.imports.run { [desk] in try desk.importUpload(upload, by: caller) }
        return Response(try report(run).json, status: 201)
    }

    private static func upload(_ bytes: [UInt8]) throws -> Upload {
        let item = JSONElement(try JSONValue(parsing: bytes, maxByteCount: maxFileByteCount))
        let parts = try item.object { (reader) throws(JSONError) in
            let content = try reader.member("content")
            guard let bytes = Base64.decode(try content.string()) else { throw content.invalid("must be base64") }
            let (name, mapping) = (try reader.member("name"), try reader.member("mapping"))
            return (
                name: try name.string(maxByteCount: 200), bytes: bytes, mapping: mapping.value,
                isDry: try reader.optionalMember("dry")?.bool() ?? false
            )
        }
        return Upload(
            name: parts.name, bytes: parts.bytes, mapping: try Mapping(readable: parts.mapping), isDry: parts.isDry)
    }

    private func run(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let id: RunID = try context.number("id")
        if request.wantsPage {
            guard isSignedIn(request) else { return toSignIn(request) }
            let caller = try caller(request, .clerk, .approver, .auditor, .admin)
            guard let run = try desk.database.run(id) else { throw DeskRefusal.unknownRun(id) }
            let page = try report(run).page(
                desk: desk.configuration.name, isChinese: request.isChinese, caller: caller.name,
                foot: foot(request, caller))
            return Response(page: page.html)
        }
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        guard let run = try desk.database.run(id) else { throw DeskRefusal.unknownRun(id) }
        return Response(try report(run).json)
    }

    private func report(_ run: StoredRun) throws -> RunReport { try desk.report(of: run) }

    /// The faults as a table that can be handed back to the source: row, field, rule, masked value, words.
    private func faults(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        let id: RunID = try context.number("id")
        guard try desk.database.run(id) != nil else { throw DeskRefusal.unknownRun(id) }
        let table = FaultTable(try desk.database.faults(of: id))
        var response = Response(Array(table.text.utf8), as: "text/csv; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"faults-\(id).csv\""
        return response
    }

    private func takeBack(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (text, basis) = try await body(request).object { (reader) throws(JSONError) in
            (
                try reader.member("text").string(maxByteCount: 2_000),
                try reader.member("basis").string(maxByteCount: 1_000)
            )
        }
        let approval = try desk.proposeTakingBack(
            try context.number("id"), text: text, legalBasis: basis, by: caller)
        return Response(["approval": .integer(approval.value)], status: 202)
    }
}
