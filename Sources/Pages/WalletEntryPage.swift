public import Rulebook

/// The pages of a wallet that need no words of their own: the door, and what went wrong.
public struct WalletEntryPage: Sendable {
    /// The whole page.
    public let html: String

    /// The door: it asks for the code that the terminal shows.
    public init(isChinese: Bool, problem: Bilingual?) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        var model = [
            "title": say("打开钱包", "Open the wallet"),
            "sub": say("请输入终端中显示的代码。代码只能用一次。", "Type the code that the terminal shows. It works once."),
            "code": say("代码（8 位）", "Code (eight digits)"), "button": say("打开", "Open"),
        ]
        model["problem"] = problem.map { isChinese ? $0.zh : $0.en }
        html = WalletFrame.page(
            title: say("打开钱包", "Open the wallet"), isChinese: isChinese, home: "/enter",
            body: Layout.render(WalletEntryPage.door, model))
    }

    /// What went wrong, what to do, and where to go on.
    public init(isChinese: Bool, fact: Bilingual, next: Bilingual, home: String) {
        func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
        let title = isChinese ? "未能完成" : "Not done"
        html = WalletFrame.page(
            title: title, isChinese: isChinese, home: home,
            body: Layout.render(
                WalletEntryPage.told,
                [
                    "title": title, "fact": say(fact), "next": say(next), "home": home,
                    "back": isChinese ? "返回" : "Back",
                ]))
    }

    private static let door = """
        <form method="post" action="/enter" class="card">
        <h1>{{title}}</h1><p class="sub">{{sub}}</p>
        {{#problem}}<p class="card alert" role="alert">{{problem}}</p>{{/problem}}
        <label for="code">{{code}}</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{8}" required \
        autofocus>
        <button>{{button}}</button>
        </form>
        """

    private static let told = """
        <section class="card alert" role="alert"><h1>{{title}}</h1><p>{{fact}}</p><p class="soft">{{next}}</p></section>
        <p class="actions"><a class="button plain" href="{{home}}">{{back}}</a></p>
        """
}
