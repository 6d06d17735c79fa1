internal import Accounts
internal import Hummingbird
internal import Pages
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// The pages of a counter: what a clerk sees and types.
extension RelyingRoutes {
    func addCounter(to router: Router<BasicRequestContext>) {
        router.get("") { _, _ in Response(status: .seeOther, headers: [.location: RelyingRoutes.home]) }
        router.get("counter") { request, _ in try await counterHome(request) }
        router.post("counter/sessions") { request, _ in try await openAtCounter(request) }
        router.post("counter/find") { request, _ in try await findCase(request) }
        router.get("counter/sessions/{session}") { request, context in try await sessionPage(request, context) }
        router.post("counter/sessions/{session}/number") { request, context in try await typeNumber(request, context) }
        router.post("counter/sessions/{session}/use") { request, context in try await useAtCounter(request, context) }
        router.get("counter/sessions/{session}/uses/{number}") { request, context in
            let (page, caller, session) = try seen(request, context)
            let use = try use(of: session, context, by: caller)
            let verdict = try await desk.verdictPage(page, use, session)
            return Response(page: verdict.html)
        }
        router.get("counter/sessions/{session}/uses/{number}/evidence") { request, context in
            let (_, caller, session) = try seen(request, context)
            return try await evidence(of: try use(of: session, context, by: caller))
        }
        router.get("counter/sessions/{session}/uses/{number}/summary") { request, context in
            let (_, caller, session) = try seen(request, context)
            return try await summary(of: try use(of: session, context, by: caller))
        }
        router.get("counter/reads") { request, _ in
            let (page, _) = try page(request, .auditor, .admin)
            return Response(page: CounterReadsPage(page, rows: try desk.reads(unusual: true).map(\.row)).html)
        }
    }

    /// A page's frame for who has signed in with one of these roles.
    private func page(
        _ request: Request, _ roles: StaffRole..., fields: FormFields? = nil
    ) throws -> (CounterPage, Caller) {
        let caller = try caller(request, formToken: fields.map { $0["token"] ?? "" })
        guard roles.contains(where: caller.has) else { throw AccountRefusal.roleNeeded(roles) }
        var token = ""
        if case .session(let cookie, _)? = request.credential(isSecure: desk.configuration.isSecure) {
            token = SignedIn.formToken(of: cookie)
        }
        let page = CounterPage(
            desk: desk.configuration.name, isChinese: request.isChinese, clerk: try desk.clerk(caller).description,
            token: token)
        return (page, caller)
    }

    private func counterHome(_ request: Request) async throws -> Response {
        let (page, caller) = try page(request, .clerk, .auditor, .admin)
        let second = desk.second
        let scenes = try await desk.scenes().filter { $0.entry.isApproved && $0.entry.ended == nil }
        let day = second - min(second, (second + 8 * 3_600) % 86_400)
        let sessions = try desk.database.staffed(of: try desk.clerk(caller), since: day, limit: 200)
        let rows = try sessions.compactMap { staffed in
            try desk.database.session(staffed.session).map { CounterHomePage.Row($0, staffed, at: second) }
        }
        let home = CounterHomePage(
            page, choices: scenes.flatMap { $0.choices(at: second) }, rows: rows,
            place: page.isChinese ? desk.configuration.name.zh : desk.configuration.name.en,
            isSupervisor: caller.has(.auditor) || caller.has(.admin), changes: try desk.database.unseenNotices())
        return Response(page: home.html)
    }

    private func openAtCounter(_ request: Request) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 16_384))
        let (page, caller) = try page(request, .clerk, fields: fields)
        return try await answering(page) {
            let (session, _) = try await desk.open(try SessionOrder(fields), by: caller)
            let place = "/counter/sessions/\(session.id)"
            return Response(leadingTo: fields["by"] == "code" ? place + "/code" : place)
        }
    }

    /// A case that is found leads to the newest of its sessions; the clerk has named the case.
    private func findCase(_ request: Request) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 4_096))
        let (page, caller) = try page(request, .clerk, fields: fields)
        return try await answering(page) {
            let number = fields["case"] ?? ""
            let matters = try desk.matters(ofCase: number, by: caller)
            guard let newest = matters.last?.session.id else { throw RelyingRefusal.noSuchCase(number) }
            try desk.database.keep(look: newest, by: try desk.clerk(caller), at: desk.second)
            return Response(leadingTo: "/counter/sessions/\(newest)")
        }
    }

    /// The session in the path, for the clerk who opened it or has just found it by its case.
    func seen(
        _ request: Request, _ context: BasicRequestContext, fields: FormFields? = nil
    ) throws -> (CounterPage, Caller, Session) {
        let (page, caller) = try page(request, .clerk, fields: fields)
        let id = try session(context)
        guard let session = try desk.database.session(id) else { throw RelyingProblem.noSuchSession }
        let clerk = try desk.clerk(caller)
        let isOwn = try desk.database.staffed(id)?.clerk == clerk
        guard try isOwn || desk.database.hasLook(at: id, by: clerk, since: desk.second - min(desk.second, 3_600)) else {
            throw try desk.unusual(.noCase, .find, "", "session \(id.short)", by: caller)
        }
        return (page, caller, session)
    }

    private func sessionPage(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let (page, _, session) = try seen(request, context)
        let (shown, isWaiting) = try await desk.sessionPage(page, session)
        var response = Response(page: shown.html)
        // The page asks again while a phone is expected, and never while something may be typed in it.
        if isWaiting, let name = HTTPFields.Element.Name("refresh") { response.headers[name] = "2" }
        return response
    }

    private func typeNumber(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 1_024))
        let (page, caller, session) = try seen(request, context, fields: fields)
        return try await answering(page) {
            // What is no number is no try.
            if let typed = CounterNumber(fields["number"] ?? "") {
                do { try desk.match(typed, of: session.id, by: caller) } catch let refusal as RelyingRefusal {
                    guard refusal.code == "wrong-number" || refusal.code == "number-late" else { throw refusal }
                }
            }
            return Response(leadingTo: "/counter/sessions/\(session.id)")
        }
    }

    private func useAtCounter(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 1_024))
        let (page, caller, session) = try seen(request, context, fields: fields)
        return try await answering(page) {
            guard let grant = session.grant else { throw RelyingRefusal.notGranted(session.state.rawValue) }
            let use = try await desk.use(
                UseOrder(grant: grant, caseNumber: session.matter.number, clerk: ""),
                isCompared: fields["compared"] == "1", by: caller)
            return Response(leadingTo: "/counter/sessions/\(session.id)/uses/\(use.number)")
        }
    }

    private func use(of session: Session, _ context: BasicRequestContext, by caller: Caller) throws -> StoredUse {
        let number = context.parameters.get("number").flatMap { UInt64($0) } ?? 0
        guard let grant = session.grant, let use = try desk.database.use(grant, number) else {
            throw RelyingProblem.noSuchSession
        }
        return try desk.look(at: grant, number, ofCase: use.caseNumber ?? "", by: caller)
    }

    /// What a form asked and may not be, told on a page.
    func answering(_ page: CounterPage, _ work: () async throws -> Response) async throws -> Response {
        let problem: RelyingProblem
        do { return try await work() } catch let refusal as RelyingRefusal {
            problem = RelyingProblem(staff: refusal)
        } catch let silence as LedgerSilent { problem = .ledgerUnreachable(silence) }
        let shown = CounterProblemPage(
            page, detail: Bilingual(zh: problem.detailZh, en: problem.detail),
            next: Bilingual(zh: problem.nextZh, en: problem.next))
        return Response(page: shown.html, status: problem.status)
    }
}

extension SessionOrder {
    /// The form of the counter's first page.
    fileprivate init(_ fields: FormFields) throws {
        let chosen = (fields["scene"] ?? "").split(separator: "/", maxSplits: 1)
        guard chosen.count == 2, let scene = SceneCode(String(chosen[0])), let profile = ProfileID(String(chosen[1]))
        else { throw RelyingRefusal.badChoice }
        var counter: CounterOrder?
        if fields["where"] != "afar" {
            counter = CounterOrder(name: fields["window"] ?? "", place: fields["place"] ?? "")
            guard counter != nil else { throw RelyingRefusal.badCounter }
        }
        self.init(
            scene: scene, profile: profile, uses: fields["uses"].flatMap { UInt64($0) } ?? 1,
            term: min(fields["days"].flatMap { UInt64($0) } ?? 1, 10_000) * 86_400, caseNumber: fields["case"] ?? "",
            counter: counter)
    }
}

extension RelyingRefusal {
    static var badChoice: RelyingRefusal {
        RelyingRefusal(
            "bad-choice", zh: "没有选择事项。", en: "No matter was chosen.", nextZh: "请选择要办理的事项。",
            nextEn: "Choose what is to be asked.")
    }
}

extension Response {
    /// To another page of this desk, after a form.
    init(leadingTo place: String) {
        self.init(status: .seeOther, headers: [.location: place, .cacheControl: "no-store"])
    }
}
