public import Rulebook

/// What every page of a counter is drawn with: the desk, the reader, the clerk, and what its forms carry.
public struct CounterPage: Sendable {
    public let desk: Bilingual
    public let isChinese: Bool
    /// As the desk's logs show the clerk.
    public let clerk: String
    /// The form token of the session.
    public let token: String

    public init(desk: Bilingual, isChinese: Bool, clerk: String, token: String) {
        self.desk = desk
        self.isChinese = isChinese
        self.clerk = clerk
        self.token = token
    }

    func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
    func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    /// A template in the frame of the desk; every page but the first leads back to that.
    func html(_ title: String, _ template: String, _ model: [String: Any], isHome: Bool = false) -> String {
        var words = model
        words["title"] = title
        words["token"] = token
        words["leave"] = say("退出登录", "Sign out")
        words["home"] = isHome ? nil : say("返回柜台", "Back to the counter")
        return Layout.page(
            title: title, desk: desk, isChinese: isChinese, caller: clerk, frame: .relying,
            body: Layout.render(template + CounterPage.foot, words))
    }

    private static let foot = """

        <div class="bottom"><span>{{#home}}<a href="/counter">{{home}}</a>{{/home}}</span>
        <form class="inline" method="post" action="/sign-out"><input type="hidden" name="token" value="{{token}}">
        <button class="button plain">{{leave}}</button></form></div>
        """
}

/// A page that says what went wrong and what to do next.
public struct CounterProblemPage: Sendable {
    public let html: String

    public init(_ page: CounterPage, detail: Bilingual, next: Bilingual) {
        html = page.html(
            page.say("不能这样办", "That cannot be done"),
            """
            <section class="card alert" role="alert"><h1>{{title}}</h1><p>{{detail}}</p><p>{{next}}</p></section>
            """, ["detail": page.say(detail), "next": page.say(next)])
    }
}
