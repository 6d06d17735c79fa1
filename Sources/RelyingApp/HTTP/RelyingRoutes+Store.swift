internal import Accounts
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// The evidence store: what is kept, by case; and a case as a whole for the party's own case system.
extension RelyingRoutes {
    func addStore(to router: Router<BasicRequestContext>) {
        router.get("api/uses") { request, _ in try uses(request) }
        router.get("api/cases/{case}/export") { request, context in try export(request, context) }
    }

    /// A clerk finds what belongs to a case or a grant; who supervises sees all.
    private func uses(_ request: Request) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin, .auditor)
        let search = try UseSearch(request)
        let isNamed = search.caseNumber != nil || search.grant != nil
        guard isNamed || caller.roles != [.clerk] else { throw RelyingRefusal.caseNeeded }
        if caller.kind == .person, caller.roles == [.clerk] {
            let subject = search.grant.map { "grant \($0.short)" } ?? ""
            try desk.keep(.find, search.caseNumber ?? "", subject, by: caller)
        }
        let (found, next) = try desk.uses(search)
        try desk.audit(
            "uses-list", by: caller, caseNumber: search.caseNumber ?? "", subject: search.grant?.description ?? "",
            facts: "\(found.count) uses")
        return Response([
            "uses": .array(found.map(\.json)), "next": next.map { .string($0.description) } ?? .null,
        ])
    }

    /// The archive goes out as it is made; one that breaks off has neither its manifest nor its end.
    private func export(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin)
        guard let number = context.parameters.get("case")?.removingPercentEncoding, !number.isEmpty else {
            throw RelyingProblem.noSuchPath(request.uri.path)
        }
        try desk.keep(.look, number, "export", by: caller)
        let export = try desk.export(number, by: caller)
        return Response(
            status: .ok, headers: [.contentType: "application/x-tar", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await export.writeArchive { part in try await writer.write(ByteBuffer(bytes: part)) }
                try await writer.finish(nil)
            })
    }
}

extension UseSearch {
    /// What the query of a request asks for.
    init(_ request: Request) throws {
        func number(_ name: String) throws -> UInt64? {
            guard let text = request.query(name) else { return nil }
            guard let number = UInt64(text) else { throw RelyingProblem.badBody("\(name) must be a whole number") }
            return number
        }
        func read<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
            guard let text = request.query(name) else { return nil }
            guard let value = read(text) else { throw RelyingProblem.badBody("\(name)=\(text.prefix(80))") }
            return value
        }
        self.init(limit: Int(clamping: try number("limit") ?? 100))
        caseNumber = request.query("case")
        grant = try read("grant") { Digest(hex: $0).map { GrantID($0) } }
        scene = try read("scene") { SceneCode($0) }
        since = try number("since")
        until = try number("until")
        state = try read("state") { StoredUse.State(rawValue: $0) }
        isDeleted = try read("deleted") { ["true": true, "false": false][$0] }
        after = try read("after") { UsePlace($0) }
    }
}
