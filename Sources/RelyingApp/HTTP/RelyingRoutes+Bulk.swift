public import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
public import Signing

/// Orders of many items, from programs of the party.
extension RelyingRoutes {
    func addBulk(to router: Router<BasicRequestContext>) {
        router.post("api/bulk/uses") { request, _ in
            try await bulk(request) { (item, caller) throws(JSONError) in try BulkOrder.Item(use: item, by: caller) }
        }
        router.post("api/bulk/requests") { request, _ in
            try await bulk(request) { (item, _) throws(JSONError) in try BulkOrder.Item(request: item) }
        }
    }

    /// `{"items": […]}` under the header `Idempotency-Key`. The answer is 207 with what became of each item.
    private func bulk(
        _ request: Request, _ read: (JSONElement, Caller) throws(JSONError) -> BulkOrder.Item
    ) async throws -> Response {
        let caller = try caller(request, .clerk)
        // A clerk at the counter takes one use at a time, within the hour's limit.
        guard caller.kind == .machine else { throw RelyingProblem.forPrograms }
        guard let key = try request.idempotencyKey else { throw RelyingProblem.keyNeeded }
        let bytes = try await bytes(request, max: BulkOrder.maxByteCount)
        let value = JSONElement(try JSONValue(parsing: bytes, maxByteCount: BulkOrder.maxByteCount))
        let items = try value.object { (reader) throws(JSONError) in
            try reader.member("items").list(max: BulkOrder.maxItems) { (item) throws(JSONError) in
                try read(item, caller)
            }
        }
        guard Set(items.map(\.reference)).count == items.count else {
            throw RelyingProblem.badBody("two items have the same reference")
        }
        let order = BulkOrder(
            caller: "\(caller.label) \(request.uri.path)", key: key, body: SHA256.digest(bytes), items: items)
        let results = try await desk.run(order)
        let done = results.count { $0.isDone }
        try desk.audit(
            "bulk", by: caller, caseNumber: "", subject: request.uri.path, facts: "\(done) of \(items.count) done")
        return Response(
            [
                "items": .array(results.map(\.json)), "done": .integer(Int64(done)),
                "failed": .integer(Int64(results.count - done)),
            ], status: 207)
    }
}

extension Request {
    /// The key of `Idempotency-Key`: a quoted string (RFC 9651), or the same without quotes; nil without the header.
    fileprivate var idempotencyKey: String? {
        get throws {
            guard let name = HTTPFields.Element.Name("idempotency-key"), let text = headers[name] else { return nil }
            let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
            let key = isQuoted ? String(text.dropFirst().dropLast()) : text
            let isPlain = key.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c }
            guard isPlain, (1...BulkOrder.maxWordByteCount).contains(key.utf8.count) else {
                throw RelyingProblem.badBody("Idempotency-Key must be a string of 1 to 255 visible characters")
            }
            return key
        }
    }
}

extension BulkOrder.Item {
    /// `{"reference": …, "grant": …}`, and the case when it is not that of the request.
    public init(use element: JSONElement, by caller: Caller) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let reference = try BulkOrder.Item.reference(&reader)
            let order = UseOrder(
                grant: GrantID(try reader.member("grant").digest()),
                caseNumber: try reader.optionalMember("case")?.string(maxByteCount: 200), clerk: caller.label)
            return BulkOrder.Item(reference: reference, act: .use(order))
        }
    }

    /// `{"reference": …, "scene": …, "profile": …, "uses": 1, "days": 30, "case": …}`, and words to the holder.
    public init(request element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let reference = try BulkOrder.Item.reference(&reader)
            let (scene, profile) = (try reader.member("scene"), try reader.member("profile"))
            guard let code = SceneCode(try scene.string()) else { throw scene.invalid("must be a scene's code") }
            guard let id = ProfileID(try profile.string()) else { throw profile.invalid("must be a profile's id") }
            let words = try reader.optionalMember("text")?.object { (words) throws(JSONError) in
                Bilingual(
                    zh: try words.member("zh").string(maxByteCount: Bilingual.maxByteCount),
                    en: try words.member("en").string(maxByteCount: Bilingual.maxByteCount))
            }
            let order = SessionOrder(
                scene: code, profile: id, uses: try reader.member("uses").unsigned(max: 1_000),
                term: try reader.member("days").unsigned(max: 36_500) * 86_400,
                caseNumber: try reader.member("case").string(maxByteCount: 200), text: words)
            return BulkOrder.Item(reference: reference, act: .request(order))
        }
    }

    private static func reference(_ reader: inout JSONReader) throws(JSONError) -> String {
        let element = try reader.member("reference")
        let text = try element.string(maxByteCount: BulkOrder.maxWordByteCount)
        guard !text.isEmpty else { throw element.invalid("is empty") }
        return text
    }
}

extension RelyingProblem {
    fileprivate static var forPrograms: RelyingProblem {
        RelyingProblem(
            403, "bulk-for-programs", Bilingual(zh: "批量请求只供程序使用。", en: "Orders of many items are for programs."),
            next: Bilingual(zh: "请用程序令牌，或逐次办理。", en: "Use a program's token, or act one by one."))
    }

    fileprivate static var keyNeeded: RelyingProblem {
        RelyingProblem(
            400, "idempotency-key-needed",
            Bilingual(zh: "请求缺少 Idempotency-Key。", en: "The header Idempotency-Key is missing."),
            next: Bilingual(
                zh: "请加一个新的随机键，重发时不变。", en: "Send a fresh random key, and the same one when you send again."))
    }
}
