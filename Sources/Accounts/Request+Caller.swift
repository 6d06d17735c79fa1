public import Hummingbird

/// What a request shows of its sender.
public enum RequestCredential: Sendable {
    /// A person's session, from the cookie. `formToken` is what the form or the script sent beside it.
    case session(token: String, formToken: String?)
    case machine(token: String)
}

extension Request {
    /// The cookie of a session: `__Host-` when it goes over TLS.
    public static func sessionCookie(isSecure: Bool) -> String { isSecure ? "__Host-desk" : "desk" }

    /// A bearer token, or else the session's cookie; nil when the request shows neither.
    public func credential(isSecure: Bool, formToken: String? = nil) -> RequestCredential? {
        if let header = headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return .machine(token: String(parts[1]))
        }
        guard let cookie = cookies[Request.sessionCookie(isSecure: isSecure)]?.value else { return nil }
        return .session(token: cookie, formToken: formToken ?? shownFormToken)
    }

    /// The session's form token, when a script sends it in a header instead of a form.
    private var shownFormToken: String? {
        HTTPFields.Element.Name("x-form-token").flatMap { headers[$0] }
    }

    /// True for methods that change nothing, which need no form token.
    public var isSafe: Bool { method == .get || method == .head || method == .options }
}

extension AccountBook {
    /// Who sent a request. A session that changes something must show its form token: another site's page can make
    /// the browser send the cookie, and does not know the token.
    public func caller(of request: Request, isSecure: Bool, formToken: String?, at second: UInt64) throws -> Caller {
        switch request.credential(isSecure: isSecure, formToken: formToken) {
        case nil: throw AccountRefusal.notSignedIn
        case .machine(let token): return try caller(machine: token, at: second)
        case .session(let token, let shown):
            guard !request.isSafe else { return try caller(session: token, formToken: nil, at: second) }
            guard let shown else { throw AccountRefusal.noFormToken }
            return try caller(session: token, formToken: shown, at: second)
        }
    }
}

extension SignedIn {
    /// The cookie of the session: out of reach of scripts, and of requests that other sites begin.
    public func cookie(isSecure: Bool, limits: SessionLimits) -> Cookie {
        Cookie(
            name: Request.sessionCookie(isSecure: isSecure), value: token, maxAge: Int(limits.whole), path: "/",
            secure: isSecure, httpOnly: true, sameSite: .strict)
    }
}
