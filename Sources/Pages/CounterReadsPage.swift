public import Rulebook

/// What a supervisor sees: who read how much, and what was refused.
public struct CounterReadsPage: Sendable {
    /// One read that was refused, or found nothing.
    public struct Row: Sendable {
        let time: String
        let clerk: String
        let what: Bilingual
        let matter: String
        let why: Bilingual

        public init(time: String, clerk: String, what: Bilingual, matter: String, why: Bilingual) {
            self.time = time
            self.clerk = clerk
            self.what = what
            self.matter = matter
            self.why = why
        }
    }

    /// The whole page.
    public let html: String

    /// The newest first.
    public init(_ page: CounterPage, rows: [Row]) {
        var model: [String: Any] = [
            "clerk": page.say("柜员", "Clerk"), "time": page.say("时间", "Time"), "what": page.say("操作", "Act"),
            "case": page.say("案号", "Case"), "why": page.say("原因", "Why"),
            "rows": rows.map { row in
                [
                    "time": row.time, "clerk": row.clerk, "what": page.say(row.what), "case": row.matter,
                    "why": page.say(row.why),
                ]
            },
        ]
        if rows.isEmpty { model["none"] = page.say("没有异常查阅。", "Nothing unusual.") }
        html = page.html(page.say("异常查阅", "Unusual reads"), CounterReadsPage.template, model)
    }

    private static let template = """
        <h1>{{title}}</h1>{{#none}}<p class="sub">{{none}}</p>{{/none}}
        <div class="card scroll"><table class="stack"><thead><tr><th>{{clerk}}</th><th>{{time}}</th><th>{{what}}</th>
        <th>{{case}}</th><th>{{why}}</th></tr></thead><tbody>
        {{#rows}}<tr><td class="long">{{clerk}}</td><td>{{time}}</td>
        <td>{{what}}</td><td>{{case}}</td><td>{{why}}</td></tr>{{/rows}}</tbody></table></div>
        """
}
