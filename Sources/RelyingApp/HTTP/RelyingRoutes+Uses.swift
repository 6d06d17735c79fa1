internal import Accounts
internal import Evidence
internal import Hummingbird
internal import Logging
internal import NodeAPI
internal import Pages
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Uses: taken for a case, and looked at again by who names it.
extension RelyingRoutes {
    func addUses(to router: Router<BasicRequestContext>) {
        router.post("api/uses") { request, _ in try await takeUse(request) }
        router.get("api/uses/{grant}/{number}") { request, context in
            let caller = try caller(request, .clerk, .auditor)
            return Response(try look(request, context, by: caller).json())
        }
        router.post("api/uses/{grant}/{number}/again") { request, context in try await again(request, context) }
        router.get("api/uses/{grant}/{number}/evidence") { request, context in
            let caller = try caller(request, .clerk, .auditor)
            return try await evidence(of: try look(request, context, by: caller))
        }
        router.get("api/uses/{grant}/{number}/summary") { request, context in
            let caller = try caller(request, .clerk, .auditor)
            return try await summary(of: try look(request, context, by: caller))
        }
    }

    /// Without a number it is the next one, or the one that is unfinished.
    private func takeUse(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (order, isCompared) = try await body(request, max: 8_192).object { (reader) throws(JSONError) in
            let grant = try reader.member("grant")
            guard let digest = Digest(hex: try grant.string(maxByteCount: 64)) else {
                throw grant.invalid("must be 64 hexadecimal digits")
            }
            return (
                UseOrder(
                    grant: GrantID(digest), number: try reader.optionalMember("number")?.unsigned(max: 1 << 32),
                    caseNumber: try reader.member("case").string(maxByteCount: CaseOpening.maxByteCount), clerk: ""),
                try reader.optionalMember("compared")?.bool() ?? false
            )
        }
        let use = try await desk.use(order, isCompared: isCompared, by: caller)
        return Response(try use.json(), status: 201)
    }

    /// `{"case": …}`: judges once more what is kept, with what can be learnt today.
    private func again(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (grant, number) = try useName(context)
        let caseNumber = try await body(request, max: 1_024).object { (reader) throws(JSONError) in
            try reader.member("case").string(maxByteCount: CaseOpening.maxByteCount)
        }
        return Response(try await desk.judgeAgain(grant, number, ofCase: caseNumber, by: caller).json())
    }

    private func look(_ request: Request, _ context: BasicRequestContext, by caller: Caller) throws -> StoredUse {
        let (grant, number) = try useName(context)
        return try desk.look(at: grant, number, ofCase: request.query("case") ?? "", by: caller)
    }

    /// The use in the path.
    func useName(_ context: BasicRequestContext) throws -> (GrantID, UInt64) {
        let (grant, number) = (context.parameters.get("grant") ?? "", context.parameters.get("number") ?? "")
        guard let digest = Digest(hex: grant), let value = UInt64(number) else {
            throw RelyingProblem.noSuchPath("\(grant.prefix(64))/\(number.prefix(20))")
        }
        return (GrantID(digest), value)
    }

    /// The evidence as a file to keep.
    func evidence(of use: StoredUse) async throws -> Response {
        answer(try await desk.evidence(of: use), named: name(of: use))
    }

    func answer(_ file: EvidenceFile, named name: String) -> Response {
        var response = Response(Array(file.text.utf8), as: "application/json")
        response.headers[.contentDisposition] = "attachment; filename=\"\(name).json\""
        return response
    }

    /// The summary on paper.
    func summary(of use: StoredUse) async throws -> Response {
        let file = try await desk.evidence(of: use)
        let bytes = Array(file.text.utf8)
        let summary = try EvidenceSummary(
            file, digest: SHA256.digest(bytes), trusting: try await desk.ledger.walk().network(atSize: 0))
        let pages = try summary.pdf()
        for glyph in pages.missing { desk.logger.warning("a summary lacks a glyph: \(glyph)") }
        var response = Response(pages.bytes, as: "application/pdf")
        response.headers[.contentDisposition] = "inline; filename=\"\(name(of: use)).pdf\""
        return response
    }

    func name(of use: StoredUse) -> String { "evidence-\(use.grant.short)-\(use.number)" }
}
