internal import Accounts
internal import Credentials
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// Offers and applications, for staff; what wallets ask is among the claim routes.
extension DeskRoutes {
    func addOffers(to router: Router<BasicRequestContext>) {
        router.get("offers") { request, _ in try offers(request) }
        router.post("offers") { request, _ in try await offer(request) }
        router.get("applications") { request, _ in try applications(request) }
        router.post("applications") { request, _ in try await apply(request) }
        router.get("applications/{id}") { request, context in try application(request, context) }
        router.post("applications/{id}") { request, context in try await answer(request, context) }
    }

    private func offers(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor)
        return Response(["offers": .array(try desk.database.offers().map(\.json))])
    }

    /// `{"document": 1}`, or `{"type": …, "holder": {"kind", "number", "name"}}` for an application; both may have
    /// `"withCode": false`.
    private func offer(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (asked, withCode) = try await body(request).object { (reader) throws(JSONError) in
            (try OfferRequest(&reader), try reader.optionalMember("withCode")?.bool() ?? true)
        }
        let made =
            switch asked {
            case .document(let id): try desk.makeOffer(id, withTransactionCode: withCode, by: caller)
            case .application(let type, let holder):
                try await desk.makeApplicationOffer(
                    type, holder: holder, withTransactionCode: withCode, by: caller)
            }
        return Response(made.json, status: 201)
    }

    private func applications(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor)
        let found = try desk.database.applications(isOpen: request.query("all") == nil)
        return Response(["applications": .array(try found.map { try desk.json(of: $0) })])
    }

    private func application(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        Response(try desk.read(try context.number("id"), by: try caller(request, .clerk)))
    }

    /// `{"application": …, "binding": …}`, both base64url, from a holder's wallet: its key stands for signing in.
    private func apply(_ request: Request) async throws -> Response {
        let (wish, binding) = try await body(request, max: 32_768).object { (reader) throws(JSONError) in
            (try reader.member("application").base64URL(), try reader.member("binding").base64URL())
        }
        let taken = try await desk.takeApplication(wish, binding: binding)
        let offer = CredentialOffer(
            issuer: desk.configuration.url, configurations: [taken.type.text],
            grant: PreAuthorizedGrant(code: taken.code, transactionCode: nil))
        return Response(
            ["credential_offer": .string(offer.link), "due": .integer(Int64(clamping: taken.due))], status: 201)
    }

    /// `{"values": {path: text}, "expiry": seconds?}` issues, `{"reason": {"zh", "en"}}` refuses.
    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let id: ApplicationID = try context.number("id")
        let (values, expiry, reason) = try await body(request).object { (reader) throws(JSONError) in
            let values = try reader.optionalMember("values")?.texts()
            let expiry = try reader.optionalMember("expiry")?.unsigned(max: 1 << 40)
            let reason = try reader.optionalMember("reason")?.object { (words) throws(JSONError) in
                Bilingual(zh: try words.member("zh").string(), en: try words.member("en").string())
            }
            return (values, expiry, reason)
        }
        switch (values, reason) {
        case (let values?, nil): try desk.issue(id, values: values, expiry: expiry, by: caller)
        case (nil, let reason?): try desk.refuse(id, reason: reason, by: caller)
        case _: throw DeskProblem.badBody("values or reason, one of the two")
        }
        return Response(["state": "answered"])
    }
}

/// What a clerk offers.
enum OfferRequest {
    case document(DocumentID)
    case application(TypeCode, HolderName)

    init(_ reader: inout JSONReader) throws(JSONError) {
        if let document = reader.optionalMember("document") {
            self = .document(DocumentID(try document.integer(in: 1 ... .max)))
            return
        }
        let type = try reader.member("type")
        guard let code = TypeCode(try type.string()) else { throw type.invalid("must be " + TypeCode.form) }
        let holder = try reader.member("holder").object { (inner) throws(JSONError) in
            HolderName(
                kind: try inner.member("kind").string(maxByteCount: 64),
                number: try inner.member("number").string(maxByteCount: 64),
                name: try inner.member("name").string(maxByteCount: 1_024))
        }
        self = .application(code, holder)
    }
}
