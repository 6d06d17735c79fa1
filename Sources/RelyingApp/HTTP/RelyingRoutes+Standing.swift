internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// How documents stand on which the desk relies. Nothing of a person is in the question or the answer.
extension RelyingRoutes {
    func addStanding(to router: Router<BasicRequestContext>) {
        router.get("api/documents/standing") { request, _ in try standing(request) }
        router.post("api/standing") { request, _ in try await standings(request) }
    }

    /// `?record=LEAF`, or `?grant=…&number=…&place=…`.
    private func standing(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .admin, .auditor)
        func number(_ name: String) throws -> UInt64? {
            guard let text = request.query(name) else { return nil }
            guard let number = UInt64(text) else { throw RelyingProblem.badBody("\(name) must be a whole number") }
            return number
        }
        if let record = try number("record") { return try answer([.record(record)], isSingle: true) }
        guard let grant = request.query("grant").flatMap({ Digest(hex: $0) }), let use = try number("number"),
            let place = try number("place")
        else { throw RelyingProblem.badBody("record, or grant and number and place, must be given") }
        return try answer([.use(GrantID(grant), number: use, place: Int(clamping: place))], isSingle: true)
    }

    /// `{"questions": [{"record": 17}, {"grant": …, "number": 1, "place": 0}]}`.
    private func standings(_ request: Request) async throws -> Response {
        _ = try caller(request, .clerk, .approver, .admin, .auditor)
        let questions = try await body(request).object { (reader) throws(JSONError) in
            try reader.member("questions").list(max: StandingQuestion.limit) { (item) throws(JSONError) in
                try item.object { (reader) throws(JSONError) in try StandingQuestion(&reader) }
            }
        }
        return try answer(questions, isSingle: false)
    }

    private func answer(_ questions: [StandingQuestion], isSingle: Bool) throws -> Response {
        let found = try desk.standing(of: questions).map(\.json)
        if isSingle, let only = found.first { return Response(only) }
        return Response(["standing": .array(found)])
    }
}

extension StandingQuestion {
    init(_ reader: inout JSONReader) throws(JSONError) {
        if let record = reader.optionalMember("record") {
            self = .record(try record.unsigned())
            return
        }
        self = .use(
            GrantID(try reader.member("grant").digest()), number: try reader.member("number").unsigned(),
            place: Int(clamping: try reader.member("place").unsigned(max: 63)))
    }
}
