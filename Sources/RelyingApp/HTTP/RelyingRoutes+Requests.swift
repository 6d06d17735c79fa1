internal import Accounts
internal import Hummingbird
internal import Pages
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Requests of staff and programs: opened for a case, looked up by case.
extension RelyingRoutes {
    func addRequests(to router: Router<BasicRequestContext>) {
        router.post("api/requests") { request, _ in try await openRequest(request) }
        router.get("api/requests") { request, _ in try requests(request) }
        router.get("api/requests/{session}") { request, context in try oneRequest(request, context) }
        router.get("api/requests/{session}/qr.svg") { request, context in try code(request, context) }
        router.post("api/requests/{session}/number") { request, context in try await number(request, context) }
    }

    private func openRequest(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let order = try await body(request, max: 8_192).object { (reader) throws(JSONError) in
            try SessionOrder(from: &reader)
        }
        let (session, _) = try await desk.open(order, by: caller)
        return Response(try told(session), status: 201)
    }

    private func requests(_ request: Request) throws -> Response {
        let caller = try caller(request, .clerk, .auditor)
        let matters = try desk.matters(ofCase: request.query("case") ?? "", by: caller)
        return Response(["requests": .array(try matters.map { try told($0.session) })])
    }

    private func oneRequest(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .auditor)
        let session = try desk.found(try session(context), ofCase: request.query("case") ?? "", by: caller)
        return Response(try told(session))
    }

    private func code(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk)
        let session = try desk.found(try session(context), ofCase: request.query("case") ?? "", by: caller)
        let code = try QRCode(try desk.link(of: session.id).link)
        return Response(Array(code.svg(title: "").utf8), as: "image/svg+xml")
    }

    /// `{"number": "07"}`; of another clerk's request with its case, `{"number": "07", "case": "A-17"}`.
    private func number(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let id = try session(context)
        let (typed, caseNumber) = try await body(request, max: 1_024).object { (reader) throws(JSONError) in
            let number = try reader.member("number")
            guard let typed = CounterNumber(try number.string(maxByteCount: 8)) else {
                throw number.invalid("must be two digits")
            }
            return (typed, try reader.caseNumber())
        }
        try desk.match(typed, of: id, ofCase: caseNumber, by: caller)
        return Response(["state": "matched"])
    }

    /// What the API tells of a session.
    private func told(_ session: Session) throws -> JSONValue {
        try desk.matter(session).json(
            try desk.database.staffed(session.id), link: try desk.link(of: session.id), at: desk.second)
    }
}

extension SessionOrder {
    /// `{"scene", "profile", "case", "uses"?, "days"?, "text"?: {"zh", "en"}, "counter"?: {"name", "place"}}`.
    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let (scene, profile) = (try reader.member("scene"), try reader.member("profile"))
        guard let sceneCode = SceneCode(try scene.string(maxByteCount: 64)) else {
            throw scene.invalid("must be \(SceneCode.form)")
        }
        guard let profileID = ProfileID(try profile.string(maxByteCount: 64)) else {
            throw profile.invalid("must be \(ProfileID.form)")
        }
        self.init(
            scene: sceneCode, profile: profileID, uses: try reader.optionalMember("uses")?.unsigned(max: 10_000) ?? 1,
            term: (try reader.optionalMember("days")?.unsigned(max: 10_000) ?? 1) * 86_400,
            caseNumber: try reader.member("case").string(maxByteCount: CaseOpening.maxByteCount),
            text: try reader.optionalMember("text")?.words(), counter: try reader.optionalMember("counter")?.counter())
    }
}

extension JSONElement {
    fileprivate func words() throws(JSONError) -> Bilingual {
        try object { (reader) throws(JSONError) in
            Bilingual(
                zh: try reader.member("zh").string(maxByteCount: Bilingual.maxByteCount),
                en: try reader.member("en").string(maxByteCount: Bilingual.maxByteCount))
        }
    }

    fileprivate func counter() throws(JSONError) -> CounterOrder {
        let read: CounterOrder? = try object { (reader) throws(JSONError) in
            CounterOrder(
                name: try reader.member("name").string(maxByteCount: CounterPlace.maxByteCount),
                place: try reader.member("place").string(maxByteCount: CounterPlace.maxByteCount))
        }
        guard let read else { throw invalid("needs a name and a place of 1 to \(CounterPlace.maxByteCount) bytes") }
        return read
    }
}
