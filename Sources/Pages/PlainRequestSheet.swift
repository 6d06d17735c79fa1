public import Rulebook

/// The page on which a holder answers a plain request: the warning first, then who asks by its own word, and for what.
public struct PlainRequestSheet: Sendable {
    /// One credential that is asked for.
    public struct Part: Sendable {
        let name: String
        /// Fields that are shown whenever it is answered.
        let required: [String]
        /// Name of the box and of the field.
        let optional: [(box: String, name: String)]
        let documents: [(id: Int64, name: Bilingual)]
        /// Why nothing answers, document by document.
        let faults: [Bilingual]

        /// `faults` is empty where a document answers.
        public init(
            name: String, required: [String], optional: [(box: String, name: String)],
            documents: [(id: Int64, name: Bilingual)], faults: [Bilingual]
        ) {
            self.name = name
            self.required = required
            self.optional = optional
            self.documents = documents
            self.faults = faults
        }
    }

    /// The whole page.
    public let html: String

    /// `warning` says that nothing of the ledger covers the answer; `facts` are label and text, as they are read.
    public init(
        id: Int64, title: Bilingual, warning: Bilingual, facts: [(label: Bilingual, text: Bilingual)], parts: [Part],
        canAnswer: Bool, isOpen: Bool, home: String, token: String, isChinese: Bool
    ) {
        func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        let model: [String: Any] = [
            "title": say(title), "warning": say(warning), "id": String(id), "home": home, "token": token,
            "facts": facts.map { ["label": say($0.label), "text": say($0.text)] },
            "parts": parts.map { part -> [String: Any] in
                [
                    "name": part.name, "required": part.required.map { ["name": $0] },
                    "optional": part.optional.map { ["box": $0.box, "name": $0.name] },
                    "documents": part.documents.map { ["name": say($0.name)] },
                    "faults": part.faults.map { ["fault": say($0)] },
                ]
            },
            "canAgree": isOpen && canAnswer, "isOpen": isOpen, "isAnswered": !isOpen, "needed": say("必需", "needed"),
            "chosen": say("可选", "optional"), "answered": say("此请求已答复。", "This request was answered."),
            "agree": say("出示（未计次）", "Show it, uncounted"), "refuse": say("拒绝", "Refuse"),
            "refuseNote": say("没有人能看出是不愿还是不能答复。", "Nobody sees whether you would not or could not."),
        ]
        html = WalletFrame.page(
            title: say(title), isChinese: isChinese, home: home,
            body: Layout.render(PlainRequestSheet.template, model))
    }

    private static let template = """
        <h1>{{title}}</h1><p class="card missing" role="alert"><b>{{warning}}</b></p>
        <section class="card"><dl>{{#facts}}<dt>{{label}}</dt><dd>{{text}}</dd>{{/facts}}</dl></section>
        {{#isAnswered}}<p class="card">{{answered}}</p>{{/isAnswered}}
        <form method="post" action="{{home}}/presentations/{{id}}/present">
        <input type="hidden" name="token" value="{{token}}">
        {{#parts}}<section class="card"><b>{{name}}</b>
        {{#faults}}<p class="missing">{{fault}}</p>{{/faults}}
        {{#documents}}<p class="soft">{{name}}</p>{{/documents}}
        {{#required}}<p class="row"><input type="checkbox" checked disabled aria-label="{{name}}">
        <label>{{name}}</label><small>{{needed}}</small></p>{{/required}}
        {{#optional}}<p class="row"><input type="checkbox" id="{{box}}" name="{{box}}" value="1">
        <label for="{{box}}">{{name}}</label><small>{{chosen}}</small></p>{{/optional}}
        </section>{{/parts}}
        {{#canAgree}}<button>{{agree}}</button>{{/canAgree}}</form>
        {{#isOpen}}<form method="post" action="{{home}}/presentations/{{id}}/refuse">
        <input type="hidden" name="token" value="{{token}}">
        <button class="plain">{{refuse}}</button><p class="soft">{{refuseNote}}</p></form>{{/isOpen}}
        """
}
