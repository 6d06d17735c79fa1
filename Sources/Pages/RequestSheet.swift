public import Rulebook

/// The page on which a holder answers a request: who asks, why, for what, how often, until when; agree or refuse.
public struct RequestSheet: Sendable {
    /// One field that is asked for.
    public struct Field: Sendable {
        let name: Bilingual
        /// The name of its box in the form; nil for one that is needed.
        let box: String?

        /// `box` is nil for a field that the matter needs.
        public init(name: Bilingual, box: String?) {
            self.name = name
            self.box = box
        }
    }

    /// One type of document that is asked for, and what the wallet has of it.
    public struct Kind: Sendable {
        let name: Bilingual
        let box: String
        let fields: [Field]
        let documents: [(id: Int64, name: Bilingual)]
        let missing: Bilingual?

        /// `missing` says what is not there and where to get it; nil when the wallet can answer.
        public init(
            name: Bilingual, box: String, fields: [Field], documents: [(id: Int64, name: Bilingual)],
            missing: Bilingual?
        ) {
            self.name = name
            self.box = box
            self.fields = fields
            self.documents = documents
            self.missing = missing
        }
    }

    let id: Int64
    let party: Bilingual
    let member: String
    /// Label and text, in the order in which they are read.
    let facts: [(label: Bilingual, text: Bilingual)]
    let kinds: [Kind]
    let maxUses: UInt64
    let maxDays: UInt64
    let isAnswered: Bool
    /// The number that the clerk of a counter types, while it counts, with the words beside it.
    let number: (digits: String, words: Bilingual)?
    /// The session's address, below which all others stand.
    let home: String
    let token: String
    let isChinese: Bool

    public init(
        id: Int64, party: Bilingual, member: String, facts: [(label: Bilingual, text: Bilingual)], kinds: [Kind],
        maxUses: UInt64, maxDays: UInt64, isAnswered: Bool, number: (digits: String, words: Bilingual)? = nil,
        home: String, token: String, isChinese: Bool
    ) {
        self.id = id
        self.party = party
        self.member = member
        self.facts = facts
        self.kinds = kinds
        self.maxUses = maxUses
        self.maxDays = maxDays
        self.isAnswered = isAnswered
        self.number = number
        self.home = home
        self.token = token
        self.isChinese = isChinese
    }

    /// The whole page.
    public var html: String {
        WalletFrame.page(
            title: say(party), isChinese: isChinese, home: home, body: Layout.render(RequestSheet.template, model))
    }

    private func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
    private func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    private var model: [String: Any] {
        let canAgree = !isAnswered && !kinds.contains { $0.missing != nil }
        var page: [String: Any] = [
            "title": say("\(party.zh) 请求用证", "\(party.en) asks"), "member": member, "id": String(id),
            "home": home, "token": token, "facts": facts.map { ["label": say($0.label), "text": say($0.text)] },
            "kinds": kinds.map { words(of: $0) }, "isOpen": !isAnswered, "canAgree": canAgree, "isAnswered": isAnswered,
            "answered": say("此请求已答复。", "This request was answered."), "uses": say("次数", "Uses"),
            "days": say("天数", "Days"), "maxUses": String(maxUses), "maxDays": String(maxDays),
            "agree": say("同意", "Agree"), "refuse": say("拒绝", "Refuse"),
            "note": say(
                "同意之后，对方每用一次都须先上链；您随时可以撤回剩余次数。",
                "After you agree, each use must stand on the ledger first; you can end what is left at any time."),
            "refuseNote": say("没有人能看出是不愿还是不能答复。", "Nobody sees whether you would not or could not."),
        ]
        if let number { page["number"] = ["digits": number.digits, "words": say(number.words)] }
        return page
    }

    private func words(of kind: Kind) -> [String: Any] {
        var words: [String: Any] = [
            "name": say(kind.name), "box": kind.box, "hasDocuments": !kind.documents.isEmpty,
            "documents": kind.documents.map { ["id": String($0.id), "name": say($0.name)] },
            "which": say("所用文档", "Document to show"),
            "fields": kind.fields.map { field -> [String: Any] in
                var row: [String: Any] = [
                    "name": say(field.name), "needed": field.box == nil,
                    "mark": field.box == nil ? say("必需", "needed") : say("可选", "optional"),
                ]
                if let box = field.box { row["box"] = box }
                return row
            },
        ]
        if let missing = kind.missing { words["missing"] = say(missing) }
        return words
    }

    private static let template = """
        <h1>{{title}}</h1><p class="sub"><code>{{member}}</code></p>
        {{#number}}<section class="card number" role="status"><p>{{words}}</p><b>{{digits}}</b></section>{{/number}}
        <section class="card"><dl>{{#facts}}<dt>{{label}}</dt><dd>{{text}}</dd>{{/facts}}</dl></section>
        {{#isAnswered}}<p class="card">{{answered}}</p>{{/isAnswered}}
        <form method="post" action="{{home}}/requests/{{id}}/agree"><input type="hidden" name="token" value="{{token}}">
        {{#kinds}}<section class="card"><b>{{name}}</b>
        {{#missing}}<p class="card missing" role="alert">{{missing}}</p>{{/missing}}
        {{#hasDocuments}}<label for="{{box}}">{{which}}</label>
        <select id="{{box}}" name="{{box}}">{{#documents}}<option value="{{id}}">{{name}}</option>{{/documents}}
        </select>{{/hasDocuments}}
        {{#fields}}<p class="row">{{#needed}}<input type="checkbox" checked disabled aria-label="{{name}}">
        <label>{{name}}</label>{{/needed}}{{^needed}}<input type="checkbox" id="{{box}}" name="{{box}}" value="1">
        <label for="{{box}}">{{name}}</label>{{/needed}}<small>{{mark}}</small></p>{{/fields}}
        </section>{{/kinds}}
        {{#canAgree}}<section class="card"><div class="two">
        <div><label for="uses">{{uses}}</label>
        <input id="uses" name="uses" type="number" min="1" max="{{maxUses}}" value="{{maxUses}}" required></div>
        <div><label for="days">{{days}}</label>
        <input id="days" name="days" type="number" min="1" max="{{maxDays}}" value="{{maxDays}}" required></div></div>
        <p class="soft">{{note}}</p><button>{{agree}}</button></section>{{/canAgree}}
        </form>
        {{#isOpen}}<form method="post" action="{{home}}/requests/{{id}}/refuse">
        <input type="hidden" name="token" value="{{token}}">
        <button class="plain">{{refuse}}</button><p class="soft">{{refuseNote}}</p></form>{{/isOpen}}
        """
}
