public import Rulebook

/// Where a clerk begins: a new request, a case to look up, and the sessions of the day.
public struct CounterHomePage: Sendable {
    /// A profile of a scene that may be asked for.
    public struct Choice: Sendable {
        let value: String
        let name: Bilingual
        let notice: Bilingual?

        /// `value` is what the form sends; `notice` warns of an agreement that ends soon.
        public init(value: String, name: Bilingual, notice: Bilingual?) {
            self.value = value
            self.name = name
            self.notice = notice
        }
    }

    /// A session of the day.
    public struct Row: Sendable {
        let session: String
        let time: String
        let matter: String
        let scene: String
        let state: Bilingual

        public init(session: String, time: String, matter: String, scene: String, state: Bilingual) {
            self.session = session
            self.time = time
            self.matter = matter
            self.scene = scene
            self.state = state
        }
    }

    /// The whole page.
    public let html: String

    /// `place` is what stands in the field of the place; who supervises gets a link to what is unusual. `changes` are
    /// the notices that nobody has acknowledged.
    public init(
        _ page: CounterPage, choices: [Choice], rows: [Row], place: String, isSupervisor: Bool, changes: Int
    ) {
        var model: [String: Any] = [
            "open": page.say("发起请求", "New request"), "scene": page.say("事项", "Matter"),
            "case": page.say("案号", "Case number"), "uses": page.say("次数", "Uses"), "days": page.say("天数", "Days"),
            "here": page.say("持有人在柜台", "The holder is here"), "afar": page.say("远程发送链接", "Send a link"),
            "window": page.say("柜台", "Counter"), "windowHint": page.say("3 号窗口", "Window 3"),
            "place": page.say("地点", "Place"), "placeValue": place, "button": page.say("生成二维码", "Show the code"),
            "scan": page.say("扫描持有人的亮码", "Scan the holder's code"),
            "choices": choices.map { ["value": $0.value, "name": page.say($0.name)] },
            "notices": choices.compactMap { $0.notice.map { page.say($0) } },
            "find": page.say("按案号查询", "Look up a case"), "findButton": page.say("查询", "Look up"),
            "today": page.say("我今天的请求", "My requests today"),
            "rows": rows.map { row in
                [
                    "session": row.session, "time": row.time, "case": row.matter, "scene": row.scene,
                    "state": page.say(row.state),
                ]
            },
            "hasRows": !rows.isEmpty, "time": page.say("时间", "Time"), "state": page.say("状态", "State"),
        ]
        if rows.isEmpty { model["none"] = page.say("今天还没有请求。", "No request today.") }
        if changes > 0 {
            model["changes"] = page.say(
                "有 \(changes) 条通知未确认：案件所依据的证照其后有变化，请按案号查看。",
                "\(changes) not acknowledged: documents on which cases rely have changed. Look up the case.")
        }
        if isSupervisor { model["reads"] = page.say("异常查阅", "Unusual reads") }
        html = page.html(page.say("柜台", "Counter"), CounterHomePage.template, model, isHome: true)
    }

    private static let template = """
        <h1>{{title}}</h1>
        {{#notices}}<p class="card note">{{.}}</p>{{/notices}}
        {{#changes}}<p class="card note" role="status">{{changes}}</p>{{/changes}}
        <section class="card"><h2>{{open}}</h2>
        <form class="free" method="post" action="/counter/sessions"><input type="hidden" name="token" value="{{token}}">
        <div class="three"><div><label for="scene">{{scene}}</label><select id="scene" name="scene">
        {{#choices}}<option value="{{value}}">{{name}}</option>{{/choices}}</select></div>
        <div>
        <label for="uses">{{uses}}</label><input id="uses" name="uses" type="number" min="1" value="1" required></div>
        <div>
        <label for="days">{{days}}</label><input id="days" name="days" type="number" min="1" value="1" required></div>
        </div>
        <label for="case">{{case}}</label><input id="case" name="case" maxlength="100" required autocomplete="off">
        <div class="pick"><label><input type="radio" name="where" value="here" checked>{{here}}</label>
        <label><input type="radio" name="where" value="afar">{{afar}}</label></div>
        <div class="two"><div><label for="window">{{window}}</label>
        <input id="window" name="window" maxlength="30" placeholder="{{windowHint}}"></div>
        <div><label for="place">{{place}}</label>
        <input id="place" name="place" maxlength="30" value="{{placeValue}}"></div></div>
        <button>{{button}}</button>
        <button class="button plain" name="by" value="code">{{scan}}</button></form></section>
        <section class="card"><h2>{{find}}</h2><form class="free" method="post" action="/counter/find">
        <input type="hidden" name="token" value="{{token}}">
        <label for="find">{{case}}</label><input id="find" name="case" maxlength="100" required autocomplete="off">
        <button>{{findButton}}</button></form></section>
        <h2>{{today}}</h2>{{#none}}<p class="sub">{{none}}</p>{{/none}}
        {{#hasRows}}<div class="card scroll"><table class="stack"><thead><tr><th>{{case}}</th><th>{{time}}</th>
        <th>{{scene}}</th><th>{{state}}</th></tr></thead><tbody>{{#rows}}<tr>
        <td class="long"><a href="/counter/sessions/{{session}}">{{case}}</a></td><td>{{time}}</td><td>{{scene}}</td>
        <td>{{state}}</td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}
        {{#reads}}<p class="actions"><a class="button plain" href="/counter/reads">{{reads}}</a></p>{{/reads}}
        """
}
