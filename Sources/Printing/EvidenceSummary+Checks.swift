internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// The documents as they were shown, and every check.
extension EvidenceSummary {
    func drawDocument(_ place: Int, into flow: inout PageFlow) {
        let (document, number) = (verdict.documents[place], place + 1)
        flow.heading(
            Bilingual(
                zh: "文档 \(number)：\(document.state.words.zh)", en: "Document \(number): \(document.state.words.en)"))
        flow.value(Bilingual(zh: "类型", en: "type"), document.type?.text ?? "—")
        let issuer = document.issuer.flatMap { names.issuers[$0] }.map { " · \($0.zh) \($0.en)" } ?? ""
        flow.value(Bilingual(zh: "签发机构", en: "issuer"), (document.issuer?.text ?? "—") + issuer)
        if let record = document.record {
            flow.value(Bilingual(zh: "登记条目", en: "record at leaf"), String(record.value))
        }
        if let today = verdict.today(document.standing) {
            flow.value(Bilingual(zh: "现时", en: "now"), EvidenceSummary.words(today))
        }
        if let time = document.dataAsOf {
            flow.value(Bilingual(zh: "数据时间", en: "data as of"), PageTime.words(seconds: time))
        }
        flow.label(
            document.fields.isEmpty
                ? Bilingual(zh: "没有可读取的字段", en: "no field can be read")
                : Bilingual(zh: "所出示的字段", en: "fields that were shown"))
        for field in document.fields {
            flow.value(Bilingual(zh: field.path, en: ""), EvidenceSummary.shown(field.value))
        }
    }

    /// What is told of today, in one line.
    private static func words(_ today: Today) -> String {
        guard case .known(let standing) = today else { return "\(today.words.zh) \(today.words.en)" }
        let since = standing.since.map { " · 自 since " + PageTime.short($0).joined(separator: " · ") } ?? ""
        let place = PageTime.short(standing.asOf).joined(separator: " · ")
        return "\(today.words.zh) \(today.words.en)\(since) · 截至 as of \(place) (UTC+8)"
    }

    func drawChecks(into flow: inout PageFlow) {
        flow.heading(Bilingual(zh: "核验：使用", en: "Checks of the use"))
        for check in verdict.checks { draw(check, into: &flow) }
        for (place, document) in verdict.documents.enumerated() {
            flow.heading(Bilingual(zh: "核验：文档 \(place + 1)", en: "Checks of document \(place + 1)"))
            for check in document.checks { draw(check, into: &flow) }
        }
    }

    private func draw(_ check: Check, into flow: inout PageFlow) {
        let (answer, name) = (check.answer.words, check.name.words)
        let (main, small) = (TextStyle(size: 8.2), TextStyle(size: 7.3, ink: .grey))
        let strong = TextStyle(size: 8.2, isBold: true, ink: Tone(check.answer).ink)
        var facts = [(check.fact.zh, main), (check.fact.en, small)]
        if let reason = check.reason, reason != .notReached {
            let next = "→ \(reason.whoActs.words.zh)：\(reason.next.zh) · \(reason.whoActs.words.en): \(reason.next.en)"
            facts.append((next, TextStyle(size: 7.3, ink: Tone(check.answer).ink)))
        }
        let words = check.answer == .unknown ? [answer.zh, answer.en] : ["\(answer.zh) \(answer.en)"]
        flow.row(
            [
                PageFlow.Cell(x: 0, width: 62, lines: words.map { ($0, strong) }),
                PageFlow.Cell(x: 62, width: 106, lines: [(name.zh, main), (name.en, small)]),
                PageFlow.Cell(x: 172, width: 226, lines: facts),
                PageFlow.Cell(
                    x: 404, width: PageFlow.width - 404, lines: PageTime.short(check.asOf).map { ($0, small) }),
            ], place: name.en, after: 3.2)
    }

    private static func shown(_ value: JSONValue) -> String {
        guard case .string(let text) = value else { return value.compact }
        return PictureText(text).map { "[图片 picture, \($0.byteCount) bytes]" } ?? text
    }
}
