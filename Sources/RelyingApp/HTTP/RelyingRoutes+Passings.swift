internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
public import Signing

/// Evidence that is passed on: an act on the ledger, and the file for who may then rely on it.
extension RelyingRoutes {
    func addPassings(to router: Router<BasicRequestContext>) {
        router.get("api/uses/{grant}/{number}/passings") { request, context in try passings(request, context) }
        router.post("api/uses/{grant}/{number}/passings") { request, context in try await pass(request, context) }
        router.get("api/uses/{grant}/{number}/passings/{passing}/evidence") { request, context in
            try await passedEvidence(request, context)
        }
    }

    private func passings(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin, .auditor)
        let use = try lookAtPassed(request, context, by: caller)
        let found = try desk.passings(of: use.grant).filter { $0.use == use.number }
        return Response(["passings": .array(found.map(\.json))])
    }

    /// `{"case", "ground", "matter", "to"}`, or `{"case", "leave": {…}}` with the holder's file; with `"again": true`
    /// one more entry of the same. It is not for clerks: what is handed out never comes back.
    private func pass(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .approver, .admin)
        let (grant, number) = try useName(context)
        let (caseNumber, again, right) = try await body(request, max: 16_384).object { (reader) throws(JSONError) in
            (
                try reader.member("case").string(maxByteCount: CaseOpening.maxByteCount),
                try reader.optionalMember("again")?.bool() ?? false, try PassingOrder.Right(from: &reader)
            )
        }
        let order = PassingOrder(grant: grant, use: number, right: right, again: again)
        return Response(try await desk.pass(order, ofCase: caseNumber, by: caller).json, status: 201)
    }

    private func passedEvidence(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .approver, .admin)
        let use = try lookAtPassed(request, context, by: caller)
        guard let number = context.parameters.get("passing").flatMap({ UInt64($0) }) else {
            throw RelyingProblem.noSuchPath(request.uri.path)
        }
        let file = try await desk.evidence(of: use, passedAs: number)
        return answer(file, named: "\(name(of: use))-passed-\(number)")
    }

    private func lookAtPassed(
        _ request: Request, _ context: BasicRequestContext, by caller: Caller
    ) throws -> StoredUse {
        let (grant, number) = try useName(context)
        return try desk.look(at: grant, number, ofCase: request.query("case") ?? "", by: caller)
    }
}

extension PassingOrder.Right {
    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        if let leave = reader.optionalMember("leave") {
            self = .leave(Array(leave.value.compact.utf8))
            return
        }
        let (word, to) = (try reader.member("ground"), try reader.member("to"))
        guard let ground = LegalGround(word: try word.string(maxByteCount: 64)), ground.allowsPassing else {
            throw word.invalid("must be one of \(PassingOrder.grounds.map(\.word).joined(separator: ", "))")
        }
        guard let recipient = NamedRecipient(try to.string(maxByteCount: RecipientName.maxByteCount)) else {
            throw to.invalid("must be a member's id, or a name of one line")
        }
        let matter = try reader.member("matter").string(maxByteCount: CaseOpening.maxByteCount)
        self = .ground(ground, caseNumber: matter, to: recipient)
    }
}

extension StoredPassing {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "grant": .string(grant.description), "use": .integer(Int64(clamping: use)),
            "number": .integer(Int64(clamping: number)), "to": to.map { .string($0) } ?? .null,
            "basis": .string(ground == nil ? "leave" : "ground"),
            "ground": ground.map { .string($0.word) } ?? .null,
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "time": time.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}
