/// A code on the phone, for the clerk to scan. The page asks again by itself until a desk has called.
public struct WalletCodePage: Sendable {
    /// The whole page.
    public let html: String

    /// `svg` is our own, and shows `text`; nothing of the holder is in it.
    public init(svg: String, text: String, seconds: UInt64, home: String, isChinese: Bool) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        let model: [String: Any] = [
            "svg": svg, "text": text, "title": say("亮码", "Show this code"),
            "words": say(
                "请柜员扫描。扫描后这里会显示对方要什么，由您决定是否同意。",
                "Let the clerk scan it. Then you read here what is asked, and decide."),
            "left": say("还有 \(seconds) 秒有效，只能用一次。", "It lives for \(seconds) more seconds, and works once."),
            "note": say("码中没有您的任何信息。截屏过后无用。", "Nothing of you is in it. A picture of it is soon of no use."),
            "back": say("返回", "Back"), "home": home,
        ]
        html = WalletFrame.page(
            title: say("亮码", "Show a code"), isChinese: isChinese, home: home,
            body: Layout.render(WalletCodePage.template, model))
    }

    private static let template = """
        <section class="card number"><h1>{{title}}</h1>{{{svg}}}<p>{{words}}</p><p role="status">{{left}}</p>
        <p class="soft">{{note}}</p><p class="soft link">{{text}}</p></section>
        <p class="actions"><a class="button plain" href="{{home}}">{{back}}</a></p>
        """
}
