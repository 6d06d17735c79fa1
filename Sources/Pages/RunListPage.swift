public import Rulebook

/// The page that lists the imports of a desk.
public struct RunListPage: Sendable {
    /// One import.
    public struct Row: Sendable {
        let number: String
        let file: String
        let type: String
        let started: String
        let accepted: UInt64
        let faulty: UInt64
        let isDry: Bool
        let isFinished: Bool

        public init(
            number: String, file: String, type: String, started: String, accepted: UInt64, faulty: UInt64,
            isDry: Bool, isFinished: Bool
        ) {
            self.number = number
            self.file = file
            self.type = type
            self.started = started
            self.accepted = accepted
            self.faulty = faulty
            self.isDry = isDry
            self.isFinished = isFinished
        }
    }

    /// The whole page.
    public let html: String

    /// The newest first.
    public init(desk: Bilingual, isChinese: Bool, caller: String, foot: DeskFoot, rows: [Row]) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        var model: [String: Any] = [
            "title": say("导入", "Imports"), "file": say("文件", "File"), "type": say("类型", "Type"),
            "started": say("开始", "Started"), "accepted": say("合格", "Accepted"), "faulty": say("退回", "Held back"),
            "rows": rows.map { row -> [String: String] in
                var words = [
                    "number": row.number, "file": row.file, "type": row.type, "started": Figures.day(row.started),
                    "accepted": Figures.grouped(row.accepted), "faulty": Figures.grouped(row.faulty),
                ]
                if !row.isFinished { words["mark"] = say("未完成", "unfinished") }
                if row.isDry { words["mark"] = say("试运行", "dry run") }
                return words
            },
        ]
        if rows.isEmpty { model["none"] = say("还没有导入。", "Nothing was imported yet.") }
        html = Layout.page(
            title: say("导入", "Imports"), desk: desk, isChinese: isChinese, caller: caller,
            body: Layout.render(RunListPage.template, model) + foot.html(isChinese: isChinese))
    }

    private static let template = """
        <h1>{{title}}</h1>
        {{#none}}<p class="sub">{{none}}</p>{{/none}}
        <div class="card scroll"><table class="stack"><thead><tr><th>{{file}}</th><th>{{type}}</th><th>{{started}}</th>
        <th class="number">{{accepted}}</th><th class="number">{{faulty}}</th></tr></thead><tbody>
        {{#rows}}<tr><td class="long"><a href="/runs/{{number}}">{{file}}</a>
        {{#mark}}<span class="tag t2">{{mark}}</span>{{/mark}}</td>
        <td>{{type}}</td><td>{{started}}</td><td class="number">{{accepted}}</td>
        <td class="number">{{faulty}}</td></tr>{{/rows}}
        </tbody></table></div>
        """
}

/// Numbers and times as people read them.
enum Figures {
    /// 12,345.
    static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text.append(",") }
            text.append(digit.element)
        }
    }

    /// `2026-11-29 23:15` of a time as `2026-11-29T23:15:02Z`.
    static func day(_ time: String) -> String { String(time.prefix(16)).replacing("T", with: " ") }
}
