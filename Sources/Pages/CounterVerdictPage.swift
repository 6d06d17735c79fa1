public import Rulebook
internal import Signing

/// The page that answers a counter's one question: may I rely on this? The answer first, then what was shown, then
/// every check with its reason and what to do next.
public struct CounterVerdictPage: Sendable {
    /// Yes, no, or could not check: an outage is never a no.
    public enum Answer: String, Sendable {
        case yes, no, unknown

        var symbol: String {
            switch self {
            case .yes: "✓"
            case .no: "✗"
            case .unknown: "?"
            }
        }

        var words: Bilingual {
            switch self {
            case .yes: Bilingual(zh: "是", en: "yes")
            case .no: Bilingual(zh: "否", en: "no")
            case .unknown: Bilingual(zh: "无法核验", en: "could not check")
            }
        }
    }

    /// One check.
    public struct Check: Sendable {
        let name: Bilingual
        let answer: Answer
        let fact: Bilingual
        let next: Bilingual?
        let block: String?

        public init(name: Bilingual, answer: Answer, fact: Bilingual, next: Bilingual?, block: String?) {
            self.name = name
            self.answer = answer
            self.fact = fact
            self.next = next
            self.block = block
        }

        /// True when it says no.
        public var isBad: Bool { answer == .no }
        /// True when it could not be checked.
        public var isOpen: Bool { answer == .unknown }
    }

    /// How things stand now, in words, and whether that is good (yes), bad (no) or not known.
    public struct Now: Sendable {
        let words: Bilingual
        let answer: Answer

        public init(words: Bilingual, answer: Answer) {
            self.words = words
            self.answer = answer
        }
    }

    /// One document: what it showed, and its checks.
    public struct Document: Sendable {
        let name: Bilingual
        let issuer: Bilingual
        let state: Bilingual
        let answer: Answer
        let now: Now?
        let fields: [(name: Bilingual, value: String)]
        let checks: [Check]

        public init(
            name: Bilingual, issuer: Bilingual, state: Bilingual, answer: Answer, now: Now?,
            fields: [(name: Bilingual, value: String)], checks: [Check]
        ) {
            self.name = name
            self.issuer = issuer
            self.state = state
            self.answer = answer
            self.now = now
            self.fields = fields
            self.checks = checks
        }
    }

    /// The whole page.
    public let html: String

    /// `place` is the use's own address, below which evidence and summary stand; `remarks` take nothing from
    /// the answer. Without a `now` nothing is said of today.
    public init(
        _ page: CounterPage, answer: Answer, state: Bilingual, asOf: Bilingual, now: Now?,
        facts: [(label: Bilingual, text: String)], documents: [Document], checks: [Check],
        remarks: [(words: Bilingual, next: Bilingual)], place: String
    ) {
        var model: [String: Any] = [
            "answer": answer.rawValue, "symbol": answer.symbol, "state": page.say(state), "asOf": page.say(asOf),
            "nowLabel": page.say("现在：", "Now: "),
            "facts": facts.map { ["label": page.say($0.label), "text": $0.text] },
            "documents": documents.map { CounterVerdictPage.words(of: $0, page) },
            "useTitle": page.say("这次使用", "This use"),
            "checks": checks.map { CounterVerdictPage.words(of: $0, page) },
            "remarks": remarks.map { ["words": page.say($0.words), "next": page.say($0.next)] }, "place": place,
            "evidence": page.say("下载证据包", "Evidence file"), "summary": page.say("打印摘要 PDF", "Summary (PDF)"),
            "note": page.say(
                "证据包含出示内容的明文，请像保管证照本身一样保管。",
                "The evidence holds what was shown in the clear: keep it as the documents themselves."),
        ]
        if let now { model["now"] = CounterVerdictPage.words(of: now, page) }
        html = page.html(page.say("核验结论", "Verdict"), CounterVerdictPage.template, model)
    }

    private static func words(of now: Now, _ page: CounterPage) -> [String: Any] {
        let look =
            switch now.answer {
            case .yes: "good"
            case .no: "bad"
            case .unknown: "warn"
            }
        return ["look": look, "words": page.say(now.words)]
    }

    private static func words(of document: Document, _ page: CounterPage) -> [String: Any] {
        let tag =
            switch document.answer {
            case .yes: "t1"
            case .unknown: "t2"
            case .no: "t3"
            }
        var words: [String: Any] = [
            "name": page.say(document.name), "issuer": page.say(document.issuer), "state": page.say(document.state),
            "tag": tag,
            "fields": document.fields.map { field in
                let name = page.say(field.name)
                // A picture is drawn for the clerk, who compares; every other text stays one.
                guard let picture = PictureText(field.value) else { return ["name": name, "value": field.value] }
                return ["name": name, "picture": picture.text]
            },
            "checks": document.checks.map { CounterVerdictPage.words(of: $0, page) },
            "checksTitle": page.say("核验项", "Checks"),
        ]
        if let now = document.now { words["standing"] = CounterVerdictPage.words(of: now, page) }
        return words
    }

    private static func words(of check: Check, _ page: CounterPage) -> [String: Any] {
        var words: [String: Any] = [
            "answer": check.answer.rawValue, "symbol": check.answer.symbol, "said": page.say(check.answer.words),
            "name": page.say(check.name), "fact": page.say(check.fact),
        ]
        if let next = check.next { words["next"] = page.say(next) }
        if let block = check.block { words["block"] = page.say("区块 \(block)", "block \(block)") }
        return words
    }

    private static let checks = """
        <ul class="checks">{{#checks}}<li class="{{answer}}"><span class="mark" aria-hidden="true">{{symbol}}</span>
        <span>{{name}} <b>{{said}}</b></span>{{#block}}<span class="block">{{block}}</span>{{/block}}
        <small>{{fact}}</small>{{#next}}<small class="next">→ {{next}}</small>{{/next}}</li>{{/checks}}</ul>
        """

    private static let template = """
        <section class="card {{answer}}"><div class="answer"><span class="symbol" aria-hidden="true">{{symbol}}</span>
        <div><h1>{{state}}</h1><p>{{asOf}}</p></div></div>
        {{#now}}<p class="now {{look}}"><span>{{nowLabel}}</span><b>{{words}}</b></p>{{/now}}</section>
        {{#remarks}}<p class="card note">{{words}} · {{next}}</p>{{/remarks}}
        <section class="card"><dl class="facts">{{#facts}}<dt>{{label}}</dt><dd>{{text}}</dd>{{/facts}}</dl></section>
        <p class="actions"><a class="button" href="{{place}}/evidence">{{evidence}}</a>
        <a class="button plain" href="{{place}}/summary">{{summary}}</a></p><p class="sub">{{note}}</p>
        {{#documents}}<h2>{{name}}<span class="tag {{tag}}">{{state}}</span></h2><p class="sub">{{issuer}}</p>
        <section class="card"><table class="fields"><tbody>{{#fields}}<tr><td>{{name}}</td>
        <td>{{#picture}}<img class="portrait" src="{{picture}}" alt="{{name}}">{{/picture}}{{value}}</td></tr>
        {{/fields}}</tbody></table>
        {{#standing}}<p class="now {{look}}"><span>{{nowLabel}}</span><b>{{words}}</b></p>{{/standing}}</section>
        <section class="card">\(checks)</section>{{/documents}}
        <h2>{{useTitle}}</h2><section class="card">\(checks)</section>
        """
}
