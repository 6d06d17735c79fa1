internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
public import Signing

/// What became of documents that somebody relied on, and who has seen it.
extension RelyingRoutes {
    func addNotices(to router: Router<BasicRequestContext>) {
        router.get("api/notices") { request, _ in try notices(request) }
        router.post("api/notices/{number}/acknowledge") { request, context in
            try await acknowledge(request, context)
        }
        router.post("api/watches") { request, _ in try await watch(request) }
    }

    private func notices(_ request: Request) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin, .auditor)
        let number = request.query("case")
        guard number != nil || caller.roles != [.clerk] else { throw RelyingRefusal.caseNeeded }
        var before: UInt64?
        if let text = request.query("before") {
            guard let read = UInt64(text) else { throw RelyingProblem.badBody("before must be a notice's number") }
            before = read
        }
        let found = try desk.notices(
            all: request.query("all") == "true", ofCase: number, before: before, limit: try limit(request))
        try desk.audit(
            "notices-list", by: caller, caseNumber: number ?? "", subject: "", facts: "\(found.count) notices")
        return Response(["notices": .array(found.map(\.json))])
    }

    /// `{"case": "A-17"}`.
    private func acknowledge(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin)
        guard let number = context.parameters.get("number").flatMap({ UInt64($0) }) else {
            throw RelyingProblem.noSuchPath(request.uri.path)
        }
        let caseNumber = try await body(request, max: 1_024).object { (reader) throws(JSONError) in
            try reader.caseNumber()
        }
        return Response(try desk.acknowledge(number, ofCase: caseNumber, by: caller).json)
    }

    /// `{"grant": …, "number": 1, "place": 0, "on": true, "case": "A-17"}`.
    private func watch(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk, .approver, .admin)
        let (watched, isOn, caseNumber) = try await body(request, max: 4_096).object { (reader) throws(JSONError) in
            (
                Notice.RelyingUse(
                    grant: GrantID(try reader.member("grant").digest()),
                    number: try reader.member("number").unsigned(),
                    place: Int(clamping: try reader.member("place").unsigned(max: 63))),
                try reader.member("on").bool(), try reader.caseNumber()
            )
        }
        try desk.watch(isOn, watched, ofCase: caseNumber, by: caller)
        return Response(["on": .bool(isOn)])
    }
}

extension JSONReader {
    /// The case that is named; empty where none is.
    mutating func caseNumber() throws(JSONError) -> String {
        try optionalMember("case")?.string(maxByteCount: CaseOpening.maxByteCount) ?? ""
    }
}

extension Notice {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "notice": .integer(Int64(clamping: number)), "case": caseNumber.map { .string($0) } ?? .null,
            "record": .integer(Int64(clamping: record)), "type": .string(type.text), "issuer": .string(issuer.text),
            "event": .string(event.rawValue), "height": .integer(Int64(clamping: height)),
            "time": .integer(Int64(clamping: time)), "found": .integer(Int64(clamping: found)),
            "uses": .array(
                uses.map { use in
                    [
                        "grant": .string("\(use.grant)"), "number": .integer(Int64(clamping: use.number)),
                        "place": .integer(Int64(use.place)),
                    ]
                }),
            "acknowledged": acknowledgement.map {
                ["time": .integer(Int64(clamping: $0.time)), "by": .string($0.by)]
            } ?? .null,
        ]
    }
}
