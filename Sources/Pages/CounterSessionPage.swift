public import Rulebook

/// One request at the counter: its code, the number that the clerk types, and what the holder answered.
public struct CounterSessionPage: Sendable {
    /// What the clerk does next.
    public enum Step: Sendable {
        /// A phone scans: the code's SVG, which is our own, and the link.
        case scan(svg: String, link: String)
        /// The clerk types the number, until then (a time of the day).
        case number(until: String)
        /// The holder reads and answers.
        case wait
        /// A use can be taken; with a comparison where one is needed.
        case use(comparison: Bilingual?)
        /// Nothing: why.
        case over(Bilingual)
    }

    /// The whole page.
    public let html: String

    /// `uses` are numbers with their state, each with a page of its own below the grant; `changes` is what became of
    /// documents on which the case relies.
    public init(
        _ page: CounterPage, session: String, facts: [(label: Bilingual, text: String)], state: Bilingual, step: Step,
        grant: String?, uses: [(number: UInt64, state: Bilingual)], changes: [Bilingual]
    ) {
        var model: [String: Any] = [
            "session": session, "state": page.say(state),
            "facts": facts.map { ["label": page.say($0.label), "text": $0.text] },
            "usesTitle": page.say("使用", "Uses"), "grant": grant ?? "",
            "uses": uses.map { use in
                [
                    "number": String(use.number), "name": page.say("第 \(use.number) 次使用", "Use \(use.number)"),
                    "state": page.say(use.state),
                ]
            }, "hasUses": !uses.isEmpty, "again": page.say("重新发起", "New request"),
            "changes": changes.map { page.say($0) },
        ]
        CounterSessionPage.add(step, to: &model, page)
        html = page.html(page.say("请求", "Request"), CounterSessionPage.template, model)
    }

    private static func add(_ step: Step, to model: inout [String: Any], _ page: CounterPage) {
        switch step {
        case .scan(let svg, let link):
            model["scan"] = [
                "svg": svg, "link": link,
                "words": page.say("请持有人用钱包扫码，或打开链接。", "Let the holder scan it with the wallet, or open the link."),
                "other": page.say("扫描持有人的亮码", "Scan the holder's code"),
            ]
        case .number(let until):
            model["number"] = [
                "words": page.say("输入手机上显示的两位数字", "Type the two digits that the phone shows"),
                "until": page.say("\(until) 前有效，只能输入一次。", "Until \(until), and once."),
                "hint": page.say(
                    "数字不同，说明取走请求的是另一部手机：不要继续。", "Another number means another phone: do not go on."),
                "button": page.say("核对", "Compare"),
            ]
        case .wait: model["wait"] = page.say("等待持有人在手机上答复…", "Waiting for the holder's answer …")
        case .use(let comparison):
            var use: [String: Any] = [
                "button": page.say("使用并核验", "Use and verify"),
                "words": page.say("使用将先记入账本，再打开内容。", "The use is counted on the ledger first, then it opens."),
            ]
            if let comparison { use["comparison"] = page.say(comparison) }
            model["use"] = use
        case .over(let words): model["over"] = page.say(words)
        }
    }

    private static let template = """
        <h1>{{title}} <span class="tag">{{state}}</span></h1>
        {{#changes}}<p class="card note" role="status">{{.}}</p>{{/changes}}
        <div class="split"><div>
        {{#scan}}<section class="card"><div class="code">{{{svg}}}</div><p>{{words}}</p><p class="link">{{link}}</p>
        <p class="actions"><a class="button plain" href="/counter/sessions/{{session}}/code">{{other}}</a></p>
        </section>{{/scan}}
        {{#number}}<section class="card"><form class="free" method="post" action="/counter/sessions/{{session}}/number">
        <input type="hidden" name="token" value="{{token}}"><label for="number">{{words}}</label>
        <input class="digits" id="number" name="number" inputmode="numeric" pattern="[0-9]{2}" maxlength="2" required
         autocomplete="off" autofocus><p class="sub">{{until}}</p><p>{{hint}}</p><button>{{button}}</button></form>
        </section>{{/number}}
        {{#wait}}<section class="card"><p role="status">{{wait}}</p></section>{{/wait}}
        {{#use}}<section class="card"><form class="free" method="post" action="/counter/sessions/{{session}}/use">
        <input type="hidden" name="token" value="{{token}}"><p>{{words}}</p>
        {{#comparison}}<p class="check"><input type="checkbox" id="compared" name="compared" value="1" required>
        <label for="compared">{{comparison}}</label></p>{{/comparison}}
        <button>{{button}}</button></form></section>{{/use}}
        {{#over}}<section class="card"><p role="alert">{{over}}</p>
        <a class="button" href="/counter">{{again}}</a></section>{{/over}}
        </div><div><section class="card"><dl class="facts">{{#facts}}<dt>{{label}}</dt><dd>{{text}}</dd>{{/facts}}</dl>
        </section>
        {{#hasUses}}<h2>{{usesTitle}}</h2><div class="card">{{#uses}}<p>
        <a href="/counter/sessions/{{session}}/uses/{{number}}">{{name}}</a>
        <span class="tag">{{state}}</span></p>{{/uses}}
        </div>{{/hasUses}}
        </div></div>
        """
}
