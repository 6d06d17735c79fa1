internal import Accounts
internal import Hummingbird
internal import NIOCore
internal import NodeAPI
internal import Pages
internal import Signing

/// Sign-in: a page for people, JSON for programs.
extension DeskRoutes {
    func addSigningIn(to router: Router<BasicRequestContext>) {
        router.get("") { _, _ in Response(status: .seeOther, headers: [.location: "/runs"]) }
        router.get("sign-in") { request, _ in signInPage(request, problem: nil) }
        router.post("sign-in") { request, _ in try await signIn(request) }
        router.post("sign-out") { request, _ in try await signOut(request) }
        router.get("staff") { request, _ in try staff(request) }
        router.get("audit") { request, _ in try audit(request) }
    }

    private func signInPage(_ request: Request, problem: DeskProblem?) -> Response {
        let page = SignInPage(
            desk: desk.configuration.name, isChinese: request.isChinese,
            problem: problem.map { SignInPage.told($0.words.detail, next: $0.words.next) },
            next: request.query("next") ?? "/runs")
        return Response(page: page.html, status: problem?.status ?? 200)
    }

    /// A form from our page, or JSON; the answer to JSON carries the form token in its body.
    private func signIn(_ request: Request) async throws -> Response {
        guard isForm(request) else {
            let (name, password, code) = try await body(request).object { (reader) throws(JSONError) in
                (
                    try reader.member("name").string(maxByteCount: 64),
                    try reader.member("password").string(maxByteCount: Password.maxByteCount),
                    try reader.member("code").string(maxByteCount: 16)
                )
            }
            let session = try await signIn(name, password, code)
            var response = Response([
                "name": .string(session.caller.name), "roles": .string(session.caller.roles.words),
                "formToken": .string(session.formToken),
            ])
            response.setCookie(
                session.cookie(isSecure: desk.configuration.isSecure, limits: SessionLimits()))
            return response
        }
        let fields = FormFields(try await bytes(request, max: 8_192))
        do {
            let session = try await signIn(
                fields["name"] ?? "", fields["password"] ?? "", fields["code"] ?? "")
            let next = fields["next"] ?? "/runs"
            // Only to a place of this desk.
            let isOurs = next.hasPrefix("/") && !next.hasPrefix("//") && !next.contains("\\")
            var response = Response(status: .seeOther, headers: [.location: isOurs ? next : "/runs"])
            response.setCookie(
                session.cookie(isSecure: desk.configuration.isSecure, limits: SessionLimits()))
            return response
        } catch let refusal as AccountRefusal { return signInPage(request, problem: DeskProblem(refusal)) }
    }

    private func signIn(_ name: String, _ password: String, _ code: String) async throws -> SignedIn {
        guard let typed = Password(typed: password) else { throw AccountRefusal.wrongCredentials }
        let (accounts, second) = (desk.accounts, desk.second)
        return try await limits.signIns.run { try accounts.signIn(name, password: typed, code: code, at: second) }
    }

    /// A form from our page, with its token, or a program's request.
    private func signOut(_ request: Request) async throws -> Response {
        let fields = isForm(request) ? FormFields(try await bytes(request, max: 1_024)) : nil
        _ = try desk.accounts.caller(
            of: request, isSecure: desk.configuration.isSecure, formToken: fields?["token"], at: desk.second)
        if case .session(let token, _)? = request.credential(isSecure: desk.configuration.isSecure) {
            try desk.accounts.signOut(session: token, at: desk.second)
        }
        guard fields == nil else { return Response(status: .seeOther, headers: [.location: "/sign-in"]) }
        return Response(["state": "out"])
    }

    private func isForm(_ request: Request) -> Bool {
        request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    /// What stands below a page for this caller.
    func foot(_ request: Request, _ caller: Caller) -> DeskFoot {
        var token: String?
        if case .session(let session, _)? = request.credential(isSecure: desk.configuration.isSecure) {
            token = SignedIn.formToken(of: session)
        }
        let readers: [StaffRole] = [.clerk, .approver, .auditor, .admin]
        return DeskFoot(
            token: token, readsImports: readers.contains(where: caller.has),
            looksUp: caller.has(.clerk) || caller.has(.inquirer))
    }

    private func staff(_ request: Request) throws -> Response {
        _ = try caller(request, .admin, .auditor)
        return Response(try desk.staffReport())
    }

    private func audit(_ request: Request) throws -> Response {
        _ = try caller(request, .auditor, .admin)
        let after = UInt64(request.query("after") ?? "0") ?? 0
        return Response(try desk.auditReport(after: after))
    }
}
