internal import Rulebook

extension RunPage {
    /// The whole page.
    public var html: String {
        Layout.page(
            title: say("导入报告", "Import report"), desk: desk, isChinese: isChinese, caller: caller,
            body: Layout.render(RunPage.template, model) + foot.html(isChinese: isChinese))
    }

    private func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    private var model: [String: Any] {
        var model: [String: Any] = words
        model["rules"] = rules.map { ["code": $0.code, "count": Figures.grouped($0.count)] }
        model["faults"] = faults.map { fault in
            [
                "row": Figures.grouped(fault.row), "field": fault.field, "rule": fault.rule, "value": fault.value,
                "fact": isChinese ? fault.fact.zh : fault.fact.en, "rowName": say("行", "Row"),
                "fieldName": say("字段", "Field"), "ruleName": say("规则", "Rule"), "valueName": say("取值", "Value"),
            ]
        }
        model["hasFaults"] = !faults.isEmpty
        model["hasSteps"] = !isDry
        return model
    }

    private var words: [String: String] {
        [
            "title": say("导入报告", "Import report"), "file": file, "type": isChinese ? type.zh : type.en,
            "number": number, "mark": mark.text, "markClass": mark.style,
            "sub": say(
                "批次 \(number) · \(staff) · 北京时间 \(Figures.day(started))",
                "Run \(number) · \(staff) · \(Figures.day(started)) Beijing time"),
            "read": Figures.grouped(totals.read), "readName": say("读取行数", "rows read"),
            "accepted": Figures.grouped(totals.accepted), "acceptedName": say("合格", "accepted"),
            "faulty": Figures.grouped(totals.faulty), "faultyName": say("退回", "held back"),
            "repeated": Figures.grouped(totals.repeated + totals.blank),
            "repeatedName": say("重复或空行", "repeated or blank"), "goodShare": share(totals.accepted),
            "badShare": share(totals.faulty), "restShare": share(totals.repeated + totals.blank),
            "sum": say(sum + "，合计相符", sum + ": it adds up"),
        ].merging(stepWords) { first, _ in first }
    }

    /// Every row is in one of the parts.
    private var sum: String {
        let parts = [totals.accepted, totals.faulty, totals.repeated + totals.blank].map { Figures.grouped($0) }
        return Figures.grouped(totals.read) + " = " + parts.joined(separator: " + ")
    }

    private var stepWords: [String: String] {
        [
            "stepsName": say("文档进度", "The documents"), "pending": Figures.grouped(steps.pending),
            "pendingName": say("待领取（持有人尚无钱包）", "waiting for the holder's wallet"),
            "working": Figures.grouped(steps.working), "workingName": say("签名、上链中", "being signed and anchored"),
            "final": Figures.grouped(steps.final), "finalName": say("已终局上链", "final on the ledger"),
            "delivered": Figures.grouped(steps.delivered), "deliveredName": say("已送达", "delivered"),
            "rulesName": say("违反的规则", "Rules that were broken"), "ruleName": say("规则", "Rule"),
            "countName": say("次数", "Count"), "faultsName": say("退回明细", "What was held back"),
            "rowName": say("行", "Row"), "fieldName": say("字段", "Field"), "valueName": say("取值（已遮盖）", "Value, covered"),
            "factName": say("说明", "What is wrong"), "download": say("下载全部，交还数据来源", "Download all, for the source"),
            "more": moreFaults == 0
                ? "" : say("另有 \(moreFaults) 条，见下载的表。", "\(moreFaults) more are in the table."),
            "back": say("全部导入", "All imports"), "clean": say("没有一行被退回。", "Not one row was held back."),
        ]
    }

    private var mark: (text: String, style: String) {
        if isTakenBack { return (say("已整批撤回", "taken back"), "t3") }
        if isDry { return (say("试运行，未生成文档", "dry run: no document was made"), "t2") }
        return isFinished ? (say("已完成", "finished"), "t1") : (say("未完成，可续传", "unfinished; it can go on"), "t2")
    }

    /// A part of all rows, in percent.
    private func share(_ count: UInt64) -> String {
        totals.read == 0 ? "0" : String(Double(count * 10_000 / totals.read) / 100)
    }

    private static let template = """
        <h1>{{title}}<span class="tag {{markClass}}">{{mark}}</span></h1>
        <p class="sub"><b>{{type}}</b> · <code>{{file}}</code><br>{{sub}}</p>
        <section class="card"><div class="figures">
        <div class="figure"><b>{{read}}</b><span>{{readName}}</span></div>
        <div class="figure good"><b>{{accepted}}</b><span>{{acceptedName}}</span></div>
        <div class="figure bad"><b>{{faulty}}</b><span>{{faultyName}}</span></div>
        <div class="figure"><b>{{repeated}}</b><span>{{repeatedName}}</span></div></div>
        <div class="meter" role="img" aria-label="{{sum}}"><i class="m1" style="width:{{goodShare}}%"></i>\
        <i class="m2" style="width:{{badShare}}%"></i><i class="m3" style="width:{{restShare}}%"></i></div>
        <span class="who">{{sum}}</span></section>
        {{#hasSteps}}<h2>{{stepsName}}</h2><section class="card"><div class="figures">
        <div class="figure warn"><b>{{pending}}</b><span>{{pendingName}}</span></div>
        <div class="figure"><b>{{working}}</b><span>{{workingName}}</span></div>
        <div class="figure good"><b>{{final}}</b><span>{{finalName}}</span></div>
        <div class="figure good"><b>{{delivered}}</b><span>{{deliveredName}}</span></div></div></section>{{/hasSteps}}
        {{^hasFaults}}<h2>{{faultsName}}</h2><p class="card">{{clean}}</p>{{/hasFaults}}
        {{#hasFaults}}<h2>{{rulesName}}</h2>
        <div class="card scroll"><table><thead><tr><th>{{ruleName}}</th>
        <th class="number">{{countName}}</th></tr></thead><tbody>
        {{#rules}}<tr><td><code>{{code}}</code></td><td class="number">{{count}}</td></tr>{{/rules}}
        </tbody></table></div>
        <h2>{{faultsName}}</h2>
        <div class="card scroll"><table class="stack"><thead><tr>
        <th class="number">{{rowName}}</th><th>{{fieldName}}</th>
        <th>{{valueName}}</th><th>{{factName}}</th><th>{{ruleName}}</th></tr></thead><tbody>
        {{#faults}}<tr><td class="number" data-name="{{rowName}}">{{row}}</td>
        <td data-name="{{fieldName}}"><code>{{field}}</code></td>
        <td data-name="{{valueName}}">{{value}}</td><td class="long">{{fact}}</td>
        <td data-name="{{ruleName}}"><code>{{rule}}</code></td></tr>{{/faults}}
        </tbody></table></div><p class="sub">{{more}}</p>{{/hasFaults}}
        <p class="actions">
        {{#hasFaults}}<a class="button" href="/runs/{{number}}/faults">{{download}}</a>{{/hasFaults}}
        <a class="button plain" href="/runs">{{back}}</a></p>
        """
}
