public import Rulebook

/// The page on which a clerk asks whether what somebody shows is genuine, with the answer to the last question.
public struct LookUpPage: Sendable {
    /// One line of a list to choose from.
    public struct Choice: Sendable {
        let value: String
        let words: String

        public init(value: String, words: String) {
            self.value = value
            self.words = words
        }
    }

    /// What is told of a question.
    public enum Answer: Sendable {
        case found(isInForce: Bool, words: String, since: String?, holders: UInt64, height: UInt64)
        case missed
    }

    /// What was typed, so that a question that could not be answered can be sent once more as it is.
    public struct Asked: Sendable {
        /// The same for the same question.
        public var key: String
        public var choice = ""
        public var value = ""
        public var identity = ""
        public var caseNumber = ""
        public var ground = ""
        public var answer: Answer?
        public var problem: Bilingual?
        public var next: Bilingual?

        public init(key: String) { self.key = key }
    }

    /// The whole page.
    public let html: String

    public init(
        desk: Bilingual, isChinese: Bool, caller: String, foot: DeskFoot, choices: [Choice], grounds: [Choice],
        asked: Asked
    ) {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        var model: [String: Any] = [
            "title": say("窗口核验", "Look-up at the counter"),
            "sub": say(
                "持有人不在场时核验证照。核验先记入账本，持有人会看到；不符只回答“不符”。",
                "Whether a document is genuine, without its holder. The question stands on the ledger before it is "
                    + "answered, and the holder sees it; what does not match is told as that alone."),
            "choiceName": say("证照与编号种类", "Document and number"), "valueName": say("编号", "Number"),
            "identityName": say("持有人证件号码（或姓名）", "Holder's identity number (or name)"),
            "caseName": say("案号", "Case number"), "groundName": say("法定依据", "Legal ground"),
            "button": say("核验", "Ask"), "token": foot.token ?? "", "key": asked.key, "value": asked.value,
            "identity": asked.identity, "case": asked.caseNumber,
            "choices": LookUpPage.lines(choices, asked.choice), "grounds": LookUpPage.lines(grounds, asked.ground),
        ]
        model["answer"] = asked.answer.map { LookUpPage.words($0, isChinese: isChinese) }
        if let problem = asked.problem {
            let next = asked.next ?? Bilingual(zh: "", en: "")
            model["problem"] = isChinese ? "\(problem.zh)。\(next.zh)。" : "\(problem.en). Next: \(next.en)."
        }
        if choices.isEmpty {
            model["none"] = say("尚未为任何类型开通窗口核验。", "No type's documents can be looked up yet.")
        }
        html = Layout.page(
            title: say("窗口核验", "Look-up"), desk: desk, isChinese: isChinese, caller: caller,
            body: Layout.render(LookUpPage.template, model) + foot.html(isChinese: isChinese))
    }

    private static func lines(_ choices: [Choice], _ chosen: String) -> [[String: String]] {
        choices.map { choice in
            var line = ["value": choice.value, "words": choice.words]
            if choice.value == chosen { line["chosen"] = "selected" }
            return line
        }
    }

    private static func words(_ answer: Answer, isChinese: Bool) -> [String: String] {
        func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
        switch answer {
        case .missed:
            return [
                "class": "bad", "headline": say("不符", "Does not match"),
                "text": say(
                    "账本上没有同时符合编号与持有人的证照。何者不符不予说明。",
                    "No document on the ledger has this number and this holder. Which of them is wrong is not told."),
            ]
        case .found(let isInForce, let words, let since, let holders, let height):
            let time = since.map { say("（自 \($0) 起）", " since \($0)") } ?? ""
            return [
                "class": isInForce ? "good" : "warn",
                "headline": say("真实，", "Genuine, ") + words + time,
                "text": isInForce
                    ? say("权利人 \(holders) 名。", holders == 1 ? "1 rights holder. " : "\(holders) rights holders. ")
                        + say("核验记于区块 \(height)。", "The question stands in block \(height).")
                    : say("核验记于区块 \(height)。", "The question stands in block \(height)."),
            ]
        }
    }

    private static let template = """
        {{#answer}}<div class="card figure {{class}}" role="status"><b>{{headline}}</b><span>{{text}}</span></div>
        {{/answer}}
        <form method="post" action="/look-ups" class="card">
        <h1>{{title}}</h1><p class="sub">{{sub}}</p>
        {{#problem}}<p class="card alert" role="alert">{{problem}}</p>{{/problem}}
        {{#none}}<p class="sub">{{none}}</p>{{/none}}
        <input type="hidden" name="token" value="{{token}}"><input type="hidden" name="key" value="{{key}}">
        <label for="choice">{{choiceName}}</label>
        <select id="choice" name="choice" required>
        {{#choices}}<option value="{{value}}" {{chosen}}>{{words}}</option>{{/choices}}</select>
        <label for="value">{{valueName}}</label>
        <input id="value" name="value" value="{{value}}" maxlength="200" autocomplete="off" required>
        <label for="identity">{{identityName}}</label>
        <input id="identity" name="identity" value="{{identity}}" maxlength="200" autocomplete="off" required>
        <label for="case">{{caseName}}</label>
        <input id="case" name="case" value="{{case}}" maxlength="200" autocomplete="off" required>
        <label for="ground">{{groundName}}</label>
        <select id="ground" name="ground" required>
        {{#grounds}}<option value="{{value}}" {{chosen}}>{{words}}</option>{{/grounds}}</select>
        <button>{{button}}</button>
        </form>
        """
}
