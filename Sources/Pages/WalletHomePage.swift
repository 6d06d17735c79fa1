public import Rulebook

/// The first page of a wallet: what waits for an answer, and every grant with its uses.
public struct WalletHomePage: Sendable {
    /// A request that waits.
    public struct Waiting: Sendable {
        let id: Int64
        let party: Bilingual
        let purpose: Bilingual

        public init(id: Int64, party: Bilingual, purpose: Bilingual) {
            self.id = id
            self.party = party
            self.purpose = purpose
        }
    }

    /// A grant with its uses.
    public struct Given: Sendable {
        let id: Int64
        let party: Bilingual
        let purpose: Bilingual
        let state: Bilingual
        let isOpen: Bool
        let terms: Bilingual
        /// What happened, the oldest first: each use with block and time.
        let lines: [Bilingual]
        let remark: Bilingual?

        public init(
            id: Int64, party: Bilingual, purpose: Bilingual, state: Bilingual, isOpen: Bool, terms: Bilingual,
            lines: [Bilingual], remark: Bilingual?
        ) {
            self.id = id
            self.party = party
            self.purpose = purpose
            self.state = state
            self.isOpen = isOpen
            self.terms = terms
            self.lines = lines
            self.remark = remark
        }
    }

    /// Something that the holder is told: what was done without asking him, or what an issuer wrote.
    public struct Told: Sendable {
        let time: Bilingual
        let text: Bilingual

        public init(time: Bilingual, text: Bilingual) {
            self.time = time
            self.text = text
        }
    }

    /// A plain request, which nothing counts.
    public struct Plain: Sendable {
        let id: Int64
        let title: Bilingual
        let state: Bilingual

        public init(id: Int64, title: Bilingual, state: Bilingual) {
            self.id = id
            self.title = title
            self.state = state
        }
    }

    /// The whole page.
    public let html: String

    /// The newest grant first, and plain requests apart from grants; `away` says why nothing could be checked now;
    /// `home` is the session's address, below which all others stand.
    public init(
        waiting: [Waiting], given: [Given], plain: [Plain], unasked: [Told], notices: [Told], away: Bilingual?,
        home: String, token: String, isChinese: Bool
    ) {
        func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        func lines(_ told: [Told]) -> [[String: String]] { told.map { ["time": say($0.time), "text": say($0.text)] } }
        var model: [String: Any] = [
            "home": home, "token": token, "requests": say("待答复的请求", "Requests that wait"),
            "grants": say("我的授权", "Your grants"),
            "link": say("粘贴用证方的链接", "Paste the link of a relying party"), "open": say("打开", "Open"),
            "code": say("亮码（由柜员扫描）", "Show a code for the clerk"), "withdraw": say("撤回剩余次数", "End what is left"),
            "noRequests": waiting.isEmpty, "noGrants": given.isEmpty,
            "noRequest": say("没有待答复的请求。", "Nothing waits."), "noGrant": say("还没有授权。", "Nothing was granted yet."),
            "waiting": waiting.map { ["id": String($0.id), "party": say($0.party), "purpose": say($0.purpose)] },
            "uncounted": say("未计次出示", "Uncounted presentations"), "hasPlain": !plain.isEmpty,
            "plain": plain.map { ["id": String($0.id), "title": say($0.title), "state": say($0.state)] },
            "unaskedHead": say("未经您同意的行为", "Done without asking you"), "hasUnasked": !unasked.isEmpty,
            "unasked": lines(unasked), "noticesHead": say("通知", "Notices"), "hasNotices": !notices.isEmpty,
            "notices": lines(notices),
            "given": given.map { grant -> [String: Any] in
                var words: [String: Any] = [
                    "id": String(grant.id), "party": say(grant.party), "purpose": say(grant.purpose),
                    "state": say(grant.state), "style": grant.isOpen ? "t1" : "t2", "isOpen": grant.isOpen,
                    "terms": say(grant.terms), "lines": grant.lines.map { ["line": say($0)] },
                ]
                if let remark = grant.remark { words["remark"] = say(remark) }
                return words
            },
        ]
        if let away {
            model["away"] =
                say("现在无法核验，所示为上次证明的内容：", "Could not check now; what is shown was proven last: ") + say(away)
        }
        html = WalletFrame.page(
            title: say("请求与授权", "Requests and grants"), isChinese: isChinese, home: home,
            body: Layout.render(WalletHomePage.template, model))
    }

    private static let template = """
        {{#away}}<section class="card missing"><p>{{away}}</p></section>{{/away}}
        <h2>{{requests}}</h2>
        {{#noRequests}}<p class="sub">{{noRequest}}</p>{{/noRequests}}
        {{#waiting}}<section class="card"><a href="{{home}}/requests/{{id}}"><b>{{party}}</b></a>
        <p class="soft">{{purpose}}</p></section>{{/waiting}}
        <form method="post" action="{{home}}/requests" class="card"><input type="hidden" name="token" value="{{token}}">
        <label for="link">{{link}}</label><input id="link" name="link" autocomplete="off" required>
        <button>{{open}}</button></form>
        <form method="post" action="{{home}}/code"><input type="hidden" name="token" value="{{token}}">
        <button>{{code}}</button></form>
        <h2>{{grants}}</h2>
        {{#noGrants}}<p class="sub">{{noGrant}}</p>{{/noGrants}}
        {{#given}}<section class="card"><b>{{party}}</b><span class="tag {{style}}">{{state}}</span>
        <p class="soft">{{purpose}}<br>{{terms}}</p>
        <ul>{{#lines}}<li>{{line}}</li>{{/lines}}</ul>
        {{#remark}}<p class="soft">{{remark}}</p>{{/remark}}
        {{#isOpen}}<form method="post" action="{{home}}/grants/{{id}}/withdraw">
        <input type="hidden" name="token" value="{{token}}"><button class="plain">{{withdraw}}</button></form>
        {{/isOpen}}</section>{{/given}}
        {{#hasUnasked}}<h2>{{unaskedHead}}</h2><section class="card"><ul>
        {{#unasked}}<li>{{text}} <small class="soft">{{time}}</small></li>{{/unasked}}</ul></section>{{/hasUnasked}}
        {{#hasNotices}}<h2>{{noticesHead}}</h2><section class="card"><ul>
        {{#notices}}<li>{{text}} <small class="soft">{{time}}</small></li>{{/notices}}</ul></section>{{/hasNotices}}
        {{#hasPlain}}<h2>{{uncounted}}</h2>{{/hasPlain}}
        {{#plain}}<section class="card"><a href="{{home}}/presentations/{{id}}"><b>{{title}}</b></a>
        <p class="soft">{{state}}</p></section>{{/plain}}
        """
}
