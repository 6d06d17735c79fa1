/// Where a clerk scans the code that a holder's phone shows: a reader types into the field, and ends with a new line.
public struct CounterScanPage: Sendable {
    /// The whole page. It never asks again by itself, for something is typed in it.
    public let html: String

    public init(_ page: CounterPage, session: String) {
        html = page.html(
            page.say("扫描亮码", "Scan the holder's code"), CounterScanPage.template,
            [
                "session": session, "label": page.say("亮码", "Code"),
                "words": page.say(
                    "请持有人在钱包中亮码，用扫码枪对准手机屏幕。", "Let the holder show a code in the wallet, and scan it."),
                "hint": page.say("亮码一分钟内有效，只能用一次。", "A code lives for a minute and works once."),
                "button": page.say("发送请求", "Send the request"), "back": page.say("改为出示二维码", "Show our code instead"),
            ])
    }

    private static let template = """
        <h1>{{title}}</h1><section class="card">
        <form class="free" method="post" action="/counter/sessions/{{session}}/code">
        <input type="hidden" name="token" value="{{token}}"><p>{{words}}</p>
        <label for="code">{{label}}</label><input id="code" name="code" maxlength="300" required autocomplete="off"
         autocapitalize="off" spellcheck="false" autofocus><p class="sub">{{hint}}</p><button>{{button}}</button></form>
        <p><a href="/counter/sessions/{{session}}">{{back}}</a></p></section>
        """
}
