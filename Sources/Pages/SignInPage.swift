public import Rulebook

/// The page on which staff sign in.
public struct SignInPage: Sendable {
    /// The whole page.
    public let html: String

    /// A page that leads to `next`; `problem` is shown above the form.
    public init(desk: Bilingual, isChinese: Bool, problem: Bilingual?, next: String) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        var model: [String: String] = [
            "title": say("登录", "Sign in"), "sub": say("工作人员凭口令和动态码登录。", "Staff sign in with password and code."),
            "name": say("用户名", "Name"),
            "password": say("口令", "Password"), "code": say("动态码（6 位）", "Code (six digits)"),
            "button": say("登录", "Sign in"), "next": next,
        ]
        model["problem"] = problem.map { isChinese ? $0.zh : $0.en }
        html = Layout.page(
            title: say("登录", "Sign in"), desk: desk, isChinese: isChinese, caller: nil,
            body: Layout.render(SignInPage.template, model))
    }

    private static let template = """
        <form method="post" action="/sign-in" class="card">
        <h1>{{title}}</h1><p class="sub">{{sub}}</p>
        {{#problem}}<p class="card alert" role="alert">{{problem}}</p>{{/problem}}
        <input type="hidden" name="next" value="{{next}}">
        <label for="name">{{name}}</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus>
        <label for="password">{{password}}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <label for="code">{{code}}</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required>
        <button>{{button}}</button>
        </form>
        """
}
