internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NodeAPI
internal import Pages
internal import Rulebook
internal import Signing

/// The routes of a wallet's pages. Every change is a form of one of them, sent from this machine's browser.
struct WalletRoutes: Sendable {
    let wallet: Wallet
    let nodes: [String]
    let door: WalletDoor
    let place: ListeningPort
    let logger: Logger
    let shown = ShownNow()

    static let cookie = "deedbox-wallet"
    private static let maxBodyByteCount = 64 << 10

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.get("enter") { request, _ in
            await self.guarded(request) {
                Response(page: WalletEntryPage(isChinese: request.isChinese, problem: nil).html)
            }
        }
        router.post("enter") { request, _ in await self.guarded(request) { try await self.enter(request) } }
        router.get("") { request, _ in await self.guarded(request) { Response(leadingTo: "/enter") } }
        let room = router.group("w/{room}")
        room.get("") { request, _ in await self.inside(request) { try await self.home(request, $0) } }
        room.get("requests/{id}") { request, context in
            await self.inside(request) { try await self.sheet(request, try context.requestNumber, $0) }
        }
        room.post("requests") { request, _ in
            await self.changing(request) { try await self.fetch($0, $1) }
        }
        room.post("requests/{id}/agree") { request, context in
            await self.changing(request) { try await self.agree(try context.requestNumber, $0, $1) }
        }
        room.post("requests/{id}/refuse") { request, context in
            await self.changing(request) { _, session in
                _ = try await wallet.refuse(try context.requestNumber, try await wallet.reach(nodes))
                return Response(leadingTo: session.home)
            }
        }
        addPresentations(to: room)
        addCodes(to: room)
        room.post("grants/{id}/withdraw") { request, context in
            await self.changing(request) { _, session in
                _ = try await wallet.withdraw(try context.requestNumber, try await wallet.reach(nodes))
                return Response(leadingTo: session.home)
            }
        }
        return router
    }

    private func enter(_ request: Request) async throws -> Response {
        try checkOrigin(request)
        let typed = try await form(request)["code"] ?? ""
        switch door.enter(typed, at: Clock.now / 1_000) {
        case .open(let session):
            var response = Response(leadingTo: session.home)
            response.setCookie(
                Cookie(
                    name: WalletRoutes.cookie, value: session.cookie, maxAge: Int(WalletDoor.life),
                    path: session.home, httpOnly: true, sameSite: .strict))
            return response
        case .wrong: return entry(request, Bilingual(zh: "代码不对。", en: "The code is wrong."))
        case .over:
            return entry(
                request,
                Bilingual(
                    zh: "代码已用过，或错误次数过多：请重新运行 deedbox wallet serve。",
                    en: "The code was used, or typed wrongly too often: run deedbox wallet serve again."))
        }
    }

    private func entry(_ request: Request, _ problem: Bilingual) -> Response {
        Response(page: WalletEntryPage(isChinese: request.isChinese, problem: problem).html, status: 403)
    }

    /// All fields of a form.
    private func form(_ request: Request) async throws -> FormFields {
        FormFields(Array(try await request.body.collect(upTo: WalletRoutes.maxBodyByteCount).readableBytesView))
    }
}

/// Who may ask.
extension WalletRoutes {
    /// Answers what was sent to this machine under its own name; what goes wrong becomes a page.
    private func guarded(_ request: Request, _ answer: () async throws -> Response) async -> Response {
        var response: Response
        do {
            guard place.isOurs(request.head.authority) else { throw WalletPageProblem.otherHost }
            response = try await answer()
        } catch { response = page(of: error, request) }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.keepLanguage(of: request)
        return response
    }

    /// The same for whoever was let in; others are led to the door.
    func inside(
        _ request: Request, _ answer: (WalletDoor.Session) async throws -> Response
    ) async -> Response {
        await guarded(request) {
            guard let session = session(request) else { return Response(leadingTo: "/enter") }
            return try await answer(session)
        }
    }

    /// The same for a form of one of our pages: from this origin, with the session's token.
    func changing(
        _ request: Request, _ answer: (FormFields, WalletDoor.Session) async throws -> Response
    ) async -> Response {
        await guarded(request) {
            try checkOrigin(request)
            guard let session = session(request) else { throw WalletPageProblem.notInside }
            let fields = try await form(request)
            guard let token = fields["token"], WalletDoor.areEqual(token, session.token) else {
                throw WalletPageProblem.otherForm
            }
            return try await answer(fields, session)
        }
    }

    /// The session of a cookie that came to the address to which it belongs.
    private func session(_ request: Request) -> WalletDoor.Session? {
        let cookie = request.cookies[WalletRoutes.cookie]?.value
        guard let session = door.session(cookie, at: Clock.now / 1_000) else { return nil }
        return (request.uri.path + "/").hasPrefix(session.home + "/") ? session : nil
    }

    /// Browsers name the page that sends a form: it must be one of this very address.
    private func checkOrigin(_ request: Request) throws(WalletPageProblem) {
        guard let authority = request.head.authority, request.headers[.origin] == "http://" + authority else {
            throw .otherForm
        }
    }

    private func page(of error: any Error, _ request: Request) -> Response {
        let told = WalletPageProblem.told(error)
        // The session's address is a secret: only what stands behind it is logged.
        let parts = request.uri.path.split(separator: "/")
        let path = (parts.first == "w" ? parts.dropFirst(2) : parts[...]).joined(separator: "/")
        if told.status == 500 { logger.error("\(request.method) \(path): \(error)") }
        let page = WalletEntryPage(
            isChinese: request.isChinese, fact: told.words.detail, next: told.words.next,
            home: session(request)?.home ?? "/enter")
        return Response(page: page.html, status: told.status)
    }
}

extension BasicRequestContext {
    /// The number in the path.
    var requestNumber: Int64 {
        get throws {
            guard let id = Int64(parameters.get("id") ?? ""), id > 0 else { throw WalletPageProblem.notFound }
            return id
        }
    }
}

extension Response {
    /// Leads the browser to another page of ours.
    init(leadingTo path: String) {
        self.init(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
