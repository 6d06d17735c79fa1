internal import Accounts
internal import Hummingbird
internal import Pages
internal import Signing

/// What supervisors and auditors see: who read what for which case, and who may.
extension RelyingRoutes {
    func addReads(to router: Router<BasicRequestContext>) {
        router.get("api/reads") { request, _ in
            _ = try caller(request, .auditor, .admin)
            let reads = try desk.reads(unusual: request.query("unusual") == "1")
            return Response(["reads": .array(reads.map(\.json))])
        }
        router.get("api/audit") { request, _ in
            _ = try caller(request, .auditor, .admin)
            return Response(try desk.auditReport(after: request.query("after").flatMap { UInt64($0) } ?? 0))
        }
        router.get("api/staff") { request, _ in
            _ = try caller(request, .auditor, .admin)
            return Response(try desk.staffReport())
        }
    }
}
