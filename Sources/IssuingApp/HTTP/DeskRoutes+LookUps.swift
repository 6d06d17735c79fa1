internal import Accounts
internal import Hummingbird
internal import NodeAPI
internal import Pages
internal import Rulebook
internal import Signing

/// Questions at the counter without the holder, and what staff read of them.
extension DeskRoutes {
    func addLookUps(to router: Router<BasicRequestContext>) {
        router.get("look-ups") { request, _ in try lookUps(request) }
        router.post("look-ups") { request, _ in try await lookUp(request) }
        router.get("look-ups/{id}") { request, context in try lookUp(request, context) }
        router.get("look-up-rules") { request, _ in try lookUpRules(request) }
        router.put("look-up-rules/{code}") { request, context in try await setLookUps(request, context) }
        router.delete("look-up-rules/{code}") { request, context in try removeLookUps(request, context) }
        router.get("look-up-alerts") { request, _ in try lookUpAlerts(request) }
        router.post("look-up-alerts/{id}") { request, context in try markSeen(request, context) }
        router.post("copy-checks") { request, _ in try await checkCopy(request) }
    }

    /// A page to ask on for people; the questions that found something for programs.
    private func lookUps(_ request: Request) throws -> Response {
        if request.wantsPage {
            guard isSignedIn(request) else { return toSignIn(request) }
            let caller = try caller(request, .clerk, .inquirer)
            return try page(request, caller, LookUpPage.Asked(key: DeskRoutes.freshKey))
        }
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        let found = try desk.database.lookUps(of: try request.number("document"))
        return Response(["lookUps": .array(found.map(\.json))])
    }

    /// `{"key", "type", "path", "value", "identity", "case", "ground", "clerk"?}`, or the form of our page.
    private func lookUp(_ request: Request) async throws -> Response {
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        guard !isForm else { return try await lookUpByForm(request) }
        let caller = try caller(request, .clerk, .inquirer)
        let question = try await body(request, max: 1 << 14).object { (reader) throws(JSONError) in
            try LookUpQuestion(from: &reader)
        }
        return Response(try await desk.lookUp(question, by: caller).json)
    }

    /// Who may look up and no more learns nothing from a number that is not the own one's: staff alone read these.
    private func lookUp(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .auditor)
        return Response(try desk.lookUpReport(try context.number("id"), by: caller))
    }

    private func lookUpRules(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .inquirer, .approver, .auditor, .admin)
        return Response(["rules": .array(try desk.database.lookUpRules().map(\.json))])
    }

    /// `{"keys": ["ZZBH"], "identity": "number"}`.
    private func setLookUps(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .admin)
        let type = try context.type()
        let rule = try await body(request).object { (reader) throws(JSONError) in
            let keys = try reader.member("keys")
            let paths = try keys.list(max: LookUpRule.maxKeys) { (item) throws(JSONError) in
                try item.string(maxByteCount: 128)
            }
            let word = try reader.member("identity")
            guard let identity = LookUpIdentity(rawValue: try word.string(maxByteCount: 16)) else {
                throw word.invalid("must be number or name")
            }
            guard let rule = LookUpRule(checking: type, keys: paths, identity: identity) else {
                throw keys.invalid("must be 1 to 4 different paths")
            }
            return rule
        }
        try desk.set(rule, by: caller)
        return Response(rule.json)
    }

    private func removeLookUps(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .admin)
        try desk.removeLookUpRule(of: try context.type(), by: caller)
        return Response(["state": "removed"])
    }

    private func lookUpAlerts(_ request: Request) throws -> Response {
        _ = try caller(request, .approver, .auditor, .admin)
        let found = try desk.database.lookUpAlerts(isOpen: request.query("all") == nil)
        return Response(["alerts": .array(found.map(\.json))])
    }

    private func markSeen(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .approver, .admin)
        try desk.markSeen(try context.number("id", LookUpAlertID.self), by: caller)
        return Response(["state": "answered"])
    }

    /// `{"content": base64, "document"?: number, "type"?, "path"?, "value"?, "clerk"?}`. A body, so that no number of a
    /// certificate stands in an address.
    private func checkCopy(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk, .inquirer)
        try checkJSON(request)
        let bytes = try await bytes(request, max: DeskRoutes.maxCopyBodyByteCount)
        let check: @Sendable () throws -> CopyAnswer = { [desk] in
            let root = JSONElement(try JSONValue(parsing: bytes, maxByteCount: DeskRoutes.maxCopyBodyByteCount))
            let asked = try root.object { (reader) throws(JSONError) in
                let content = try reader.member("content")
                guard let bytes = Base64.decode(try content.string()) else { throw content.invalid("must be base64") }
                let reference = try CopyReference.read(&reader)
                let clerk = try reader.optionalMember("clerk")?.string(maxByteCount: 200)
                return (bytes: bytes, reference: reference, clerk: clerk)
            }
            return try desk.checkCopy(asked.bytes, of: asked.reference, clerk: asked.clerk, by: caller)
        }
        // A large file takes long enough to keep others waiting.
        let isLarge = bytes.count > DeskRoutes.maxBodyByteCount
        return Response(try await isLarge ? limits.copies.run(check).json : check().json)
    }

    /// Most bytes of a body with a file of the largest size, in Base64.
    private static let maxCopyBodyByteCount = Desk.maxCopyByteCount / 3 * 4 + (64 << 10)
}

extension CopyReference {
    /// Reads the members that name a document; nil when none of them is there.
    fileprivate static func read(_ reader: inout JSONReader) throws(JSONError) -> CopyReference? {
        if let number = reader.optionalMember("document") {
            return .document(DocumentID(try number.integer(in: 1 ... .max)))
        }
        guard let type = reader.optionalMember("type") else { return nil }
        guard let code = TypeCode(try type.string(maxByteCount: 64)) else { throw type.invalid("is no code") }
        return .number(
            code, path: try reader.member("path").string(maxByteCount: 200),
            value: try reader.member("value").string(maxByteCount: 200))
    }
}

/// The page.
extension DeskRoutes {
    /// A page that is asked anew begins a new question.
    private static var freshKey: String { Base64URL.encode(Random.bytes(18)) }

    private func lookUpByForm(_ request: Request) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 8_192))
        let caller = try desk.accounts.caller(
            of: request, isSecure: desk.configuration.isSecure, formToken: fields["token"], at: desk.second)
        try caller.must(.clerk, .inquirer)
        var asked = LookUpPage.Asked(key: fields["key"] ?? "")
        asked.choice = fields["choice"] ?? ""
        asked.value = fields["value"] ?? ""
        asked.identity = fields["identity"] ?? ""
        asked.caseNumber = fields["case"] ?? ""
        asked.ground = fields["ground"] ?? ""
        do {
            let answer = try await desk.lookUp(try question(asked), by: caller)
            asked.answer = DeskRoutes.shown(answer, isChinese: request.isChinese)
            // What was answered is over: the form that is drawn now asks something new.
            asked.key = DeskRoutes.freshKey
            return try page(request, caller, asked)
        } catch let refusal as DeskRefusal {
            let told = refusal.told
            asked.problem = told.words.detail
            asked.next = told.words.next
            return try page(request, caller, asked, status: told.status)
        }
    }

    private func question(_ asked: LookUpPage.Asked) throws -> LookUpQuestion {
        let parts = asked.choice.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let type = TypeCode(parts[0]) else { throw DeskRefusal.badLookUp("type") }
        guard let ground = LegalGround(word: asked.ground) else { throw DeskRefusal.badLookUp("ground") }
        return try LookUpQuestion(
            key: asked.key, type: type, path: parts[1], value: asked.value, identity: asked.identity,
            caseNumber: asked.caseNumber, ground: ground, clerk: nil)
    }

    private func page(
        _ request: Request, _ caller: Caller, _ asked: LookUpPage.Asked, status: Int = 200
    ) throws -> Response {
        let isChinese = request.isChinese
        let definitions = try desk.database.definitions()
        let choices = try desk.database.lookUpRules().flatMap { rule in
            let type = definitions.last { $0.type.code == rule.type }?.type
            return rule.keys.map { path in
                let field = type?.fields.first { $0.path == path }?.name ?? Bilingual(zh: path, en: path)
                let name = type?.name ?? Bilingual(zh: rule.type.text, en: rule.type.text)
                return LookUpPage.Choice(
                    value: "\(rule.type) \(path)",
                    words: isChinese ? "\(name.zh) · \(field.zh)" : "\(name.en) · \(field.en)")
            }
        }
        let grounds = LegalGround.allCases.filter(\.allowsDisclosure).map { ground in
            LookUpPage.Choice(value: ground.word, words: isChinese ? ground.words.zh : ground.words.en)
        }
        let page = LookUpPage(
            desk: desk.configuration.name, isChinese: isChinese, caller: caller.name, foot: foot(request, caller),
            choices: choices, grounds: grounds, asked: asked)
        return Response(page: page.html, status: status)
    }

    private static func shown(_ answer: LookUpAnswer, isChinese: Bool) -> LookUpPage.Answer {
        switch answer {
        case .missed: return .missed
        case .found(let found):
            // A day of the place where the desk stands.
            let since = found.since.map { String(UTCTime(seconds: $0 + 8 * 3_600).description.prefix(10)) }
            return .found(
                isInForce: found.standing == .inForce,
                words: isChinese ? found.standing.name.zh : found.standing.name.en,
                since: since, holders: found.holders, height: found.height)
        }
    }
}

extension LookUpStanding {
    fileprivate var name: Bilingual {
        switch self {
        case .inForce: Bilingual(zh: "现行有效", en: "in force")
        case .suspended: Bilingual(zh: "已暂停", en: "suspended")
        case .revoked: Bilingual(zh: "已吊销", en: "revoked")
        case .superseded: Bilingual(zh: "已被新证取代", en: "replaced by another")
        case .expired: Bilingual(zh: "已过期", en: "expired")
        }
    }
}
