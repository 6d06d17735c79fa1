internal import Accounts
internal import Hummingbird
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Sign-in: a page for people, JSON for programs.
extension RelyingRoutes {
    func addSigningIn(to router: Router<BasicRequestContext>) {
        router.get("sign-in") { request, _ in signInPage(request, problem: nil) }
        router.post("sign-in") { request, _ in try await signInByForm(request) }
        router.post("sign-out") { request, _ in try await signOutByForm(request) }
        router.post("api/sign-in") { request, _ in try await signInByJSON(request) }
        router.post("api/sign-out") { request, _ in
            try signOut(request, formToken: nil)
            return Response(["state": "out"])
        }
    }

    private func signInPage(_ request: Request, problem: RelyingProblem?) -> Response {
        let page = SignInPage(
            desk: desk.configuration.name, isChinese: request.isChinese,
            problem: problem.map {
                SignInPage.told(
                    Bilingual(zh: $0.detailZh, en: $0.detail), next: Bilingual(zh: $0.nextZh, en: $0.next))
            },
            next: SignInPage.place(request.query("next"), home: RelyingRoutes.home), frame: .relying)
        return Response(page: page.html, status: problem?.status ?? 200)
    }

    /// Where staff begins.
    static let home = "/counter"

    private func signInByForm(_ request: Request) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 8_192))
        do {
            let session = try await signIn(fields["name"] ?? "", fields["password"] ?? "", fields["code"] ?? "")
            var response = Response(
                status: .seeOther,
                headers: [.location: SignInPage.place(fields["next"], home: RelyingRoutes.home)])
            response.setCookie(session.cookie(isSecure: desk.configuration.isSecure, limits: SessionLimits()))
            return response
        } catch let refusal as AccountRefusal { return signInPage(request, problem: RelyingProblem(refusal)) }
    }

    /// The answer carries the form token, which a program sends as `x-form-token`.
    private func signInByJSON(_ request: Request) async throws -> Response {
        let (name, password, code) = try await body(request, max: 8_192).object { (reader) throws(JSONError) in
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
        response.setCookie(session.cookie(isSecure: desk.configuration.isSecure, limits: SessionLimits()))
        return response
    }

    private func signIn(_ name: String, _ password: String, _ code: String) async throws -> SignedIn {
        guard let typed = Password(typed: password) else { throw AccountRefusal.wrongCredentials }
        let (accounts, second) = (desk.accounts, desk.second)
        return try await signIns.run { try accounts.signIn(name, password: typed, code: code, at: second) }
    }

    private func signOutByForm(_ request: Request) async throws -> Response {
        let fields = FormFields(try await bytes(request, max: 1_024))
        try signOut(request, formToken: fields["token"])
        return Response(status: .seeOther, headers: [.location: "/sign-in"])
    }

    private func signOut(_ request: Request, formToken: String?) throws {
        _ = try caller(request, formToken: formToken)
        if case .session(let token, _)? = request.credential(isSecure: desk.configuration.isSecure) {
            try desk.accounts.signOut(session: token, at: desk.second)
        }
    }
}
