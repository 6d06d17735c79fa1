public import Rulebook
internal import Signing

/// The page on which staff sign in.
public struct SignInPage: Sendable {
    /// The whole page.
    public let html: String

    /// A page that leads to `next`; `problem` is shown above the form.
    public init(desk: Bilingual, isChinese: Bool, problem: Bilingual?, next: String, frame: DeskFrame = .issuing) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        var model: [String: String] = [
            "title": say("登录", "Sign in"), "sub": say("工作人员凭口令和动态码登录。", "Staff sign in with password and code."),
            "name": say("用户名", "Name"),
            "password": say("口令", "Password"), "code": say("动态码（6 位）", "Code (six digits)"),
            "button": say("登录", "Sign in"), "next": next,
        ]
        model["problem"] = problem.map { isChinese ? $0.zh : $0.en }
        html = Layout.page(
            title: say("登录", "Sign in"), desk: desk, isChinese: isChinese, caller: nil, frame: frame,
            body: Layout.render(SignInPage.template, model))
    }

    /// What went wrong, and what to do next, in one line.
    public static func told(_ fact: Bilingual, next: Bilingual) -> Bilingual {
        Bilingual(zh: fact.zh + next.zh, en: "\(fact.en) \(next.en)")
    }

    /// Where to go after signing in: to a place of this desk alone.
    public static func place(_ next: String?, home: String) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            next.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7f })
        else { return home }
        return next
    }

    /// The address of the page for whoever was on the way to a place.
    public static func address(before place: String) -> String {
        let plain = place.utf8.map { byte -> String in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }
        return "/sign-in?next=" + plain.joined()
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
