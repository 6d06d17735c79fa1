internal import Credentials
internal import Hummingbird
internal import Ledger
internal import Pages
internal import Rulebook
internal import Signing

/// What everybody may read, and what holders send without signing in.
extension DeskRoutes {
    func addPublished(to router: Router<BasicRequestContext>) {
        router.get("health") { _, _ in Response(["status": "ok"]) }
        router.get("openapi.json") { _, _ in
            Response(Array(PackageResources.openapi_json), as: "application/json")
        }
        router.get("types/{code}/{version}") { request, context in try type(request, context) }
        router.get("status/{number}") { request, context in try statusList(request, context) }
        router.get(".well-known/jwt-vc-issuer") { request, _ in try publishedKeys(request) }
        router.post("corrections") { request, _ in try await takeClaim(request) }
    }

    private func type(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let text = context.parameters.get("code") ?? ""
        guard let code = TypeCode(text), let version = UInt64(context.parameters.get("version") ?? ""),
            let definition = try desk.database.definition(code, version)
        else { throw DeskProblem.noSuch(Bilingual(zh: "类型", en: "type"), text) }
        return Response(
            desk.metadata(of: definition).encoded, as: "application/json", caching: "public, max-age=86400",
            for: request)
    }

    /// The list of now; with `?time=` the one that was published then (Token Status List, historical resolution).
    private func statusList(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let text = context.parameters.get("number") ?? ""
        guard let number = UInt64(text), String(number) == text, let list = try desk.database.statusList(number)
        else { throw DeskProblem.noSuch(Bilingual(zh: "状态列表", en: "status list"), text) }
        var token = list.token
        if let asked = request.query("time") {
            guard let time = UInt64(asked), String(time) == asked else {
                throw DeskProblem.badBody("time=\(asked.prefix(40))")
            }
            // Of the future nobody can tell.
            guard time <= desk.second, let earlier = try desk.database.statusList(number, at: time) else {
                throw DeskProblem(
                    404, "no-list-of-that-time", zh: "没有该时刻的状态列表", en: "No list of that time is kept.",
                    nextZh: "可查最近 400 天内已发布的时刻；更早请查账本。",
                    nextEn: "Ask for a time of the last 400 days at which one was published; the ledger has all.")
            }
            token = earlier
        }
        return Response(
            Array(token.utf8), as: StatusListToken.mediaType, caching: "public, max-age=60", for: request)
    }

    private func publishedKeys(_ request: Request) throws -> Response {
        let keys = PublishedKeys(issuer: desk.configuration.url, keys: try desk.publishedKeys())
        return Response(keys.encoded, as: "application/json", caching: "public, max-age=300", for: request)
    }

    /// The opening of a holder's claim; the commitment on the ledger says that it is the holder's.
    private func takeClaim(_ request: Request) async throws -> Response {
        let (record, bytes) = try await body(request).object { (reader) throws(JSONError) in
            (
                try reader.member("record").unsigned(max: 1 << 53), try reader.member("opening").base64URL()
            )
        }
        let opening: Opening<CorrectionClaim>
        do { opening = try Opening<CorrectionClaim>(decoding: bytes) } catch {
            throw DeskProblem.badBody("opening: \(error)")
        }
        try desk.takeClaim(record: LeafIndex(record), opening: opening)
        return Response(["state": "taken"], status: 202)
    }
}

extension Response {
    /// A published text: with gzip for who takes it.
    fileprivate init(_ bytes: [UInt8], as mediaType: String, caching: String, for request: Request) {
        let takesGzip = request.takesGzip
        self.init(takesGzip ? Gzip.compress(bytes) : bytes, as: mediaType, caching: caching)
        headers[.vary] = "accept-encoding"
        if takesGzip { headers[.contentEncoding] = "gzip" }
    }
}

extension Request {
    /// True when `Accept-Encoding` names gzip, and does not give it the weight 0 (RFC 9110 section 12.5.3).
    fileprivate var takesGzip: Bool {
        headers[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.contains { item in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard parts.first == "gzip" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { "123456789".contains($0) } }
        }
    }

    /// True for what scripts of any origin may read: types, status lists, and what is well known.
    var isForEverybody: Bool {
        (method == .get || method == .head)
            && ["/types/", "/status/", "/.well-known/"].contains { uri.path.hasPrefix($0) }
    }
}
