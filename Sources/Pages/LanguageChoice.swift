public import Hummingbird

extension Request {
    /// The language that the reader has just chosen, by `?lang=`.
    var chosenLanguage: String? { query("lang").flatMap { ["zh", "en"].contains($0) ? $0 : nil } }
}

extension Response {
    /// Gives the browser a cookie with the language that its reader has just chosen: forms and links do not carry it.
    public mutating func keepLanguage(of request: Request) {
        guard let language = request.chosenLanguage else { return }
        setCookie(
            Cookie(
                name: "lang", value: language, maxAge: Response.languageSeconds, path: "/", httpOnly: true,
                sameSite: .lax))
    }

    /// A year.
    private static let languageSeconds = 31_536_000
}

/// Keeps the language that readers choose, whatever page answers them.
public struct LanguageChoice<Context: RequestContext>: RouterMiddleware {
    public init() {}

    /// Answers, and sets the cookie where the reader has just chosen.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.keepLanguage(of: request)
        return response
    }
}
