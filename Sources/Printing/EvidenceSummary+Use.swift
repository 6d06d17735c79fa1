internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// The head of the first page: the answer, the use, and what to do.
extension EvidenceSummary {
    func drawHead(into flow: inout PageFlow) {
        flow.row(
            [
                PageFlow.Cell(
                    x: 0, width: PageFlow.width, lines: [("证据摘要  Evidence summary", TextStyle(size: 19, isBold: true))])
            ], place: "title", after: 1)
        let words = "依据证据文件制作，证明力在文件本身 · Made from the evidence file, which alone is the proof"
        flow.row(
            [PageFlow.Cell(x: 0, width: PageFlow.width, lines: [(words, TextStyle(size: 8.5, ink: .grey))])],
            place: "title", after: 9)
        drawAnswer(into: &flow)
    }

    /// Two answers side by side: whether the use was right, and how the documents stand now.
    private func drawAnswer(into flow: inout PageFlow) {
        let (state, tone) = (verdict.state.words, Tone(verdict.answer))
        let gap = 12.0
        let width = (PageFlow.width - gap) / 2
        let used = EvidenceSummary.answer("使用时 As of the use", state, PageTime.lines(verdict.asOf), tone.ink)
        var cells = [PageFlow.Cell(x: 0, width: width, lines: used, paper: tone.paper)]
        if let today = verdict.today {
            let now = Tone(today)
            let lines = EvidenceSummary.answer("现时 Now", today.words, EvidenceSummary.lines(today), now.ink)
            cells.append(PageFlow.Cell(x: width + gap, width: width, lines: lines, paper: now.paper))
        }
        flow.row(cells, place: "answer", padding: 10, after: 6)
    }

    private static func lines(_ today: Today) -> [String] {
        switch today {
        case .known(let now):
            let since = now.since.map { "自 since \(PageTime.short($0).joined(separator: " · ")) (UTC+8)" }
            return [since, "截至 as of \(PageTime.short(now.asOf).joined(separator: " · ")) (UTC+8)"].compactMap { $0 }
        case .notAsked: return ["使用之后尚未查询，可用 deedbox evidence renew 查询", "deedbox evidence renew asks"]
        case .untold: return ["文件中没有每份文档的状态证明", "the file does not prove how each document stands"]
        }
    }

    private static func answer(
        _ question: String, _ words: Bilingual, _ facts: [String], _ ink: Ink
    ) -> [(text: String, style: TextStyle)] {
        let small = TextStyle(size: 8, ink: ink)
        return [
            (question, TextStyle(size: 8.5, ink: ink)),
            ("\(words.zh)  \(words.en)", TextStyle(size: 17, isBold: true, ink: ink)),
        ] + facts.map { ($0, small) }
    }

    func drawUse(into flow: inout PageFlow) {
        flow.heading(Bilingual(zh: "使用", en: "The use"))
        flow.value(
            Bilingual(zh: "用证方", en: "relying party"), (verdict.use?.party ?? evidence.use.party).text)
        if let grant {
            flow.value(
                Bilingual(zh: "场景", en: "scene"), "\(grant.request.scene) · 字段组 profile \(grant.request.profile)")
        }
        if let purpose = names.purpose {
            flow.value(Bilingual(zh: "用途", en: "purpose"), "\(purpose.zh) \(purpose.en)")
        }
        if let passing = verdict.passing {
            flow.value(Bilingual(zh: "已转交给", en: "passed on to"), passing.to.text)
        }
        if let addressee { flow.value(Bilingual(zh: "核验方", en: "checked in the name of"), addressee.text) }
        if let number = evidence.use.opening?.number {
            flow.value(Bilingual(zh: "案号", en: "case number"), number)
        }
        guard let use = verdict.use else {
            flow.remark(Bilingual(zh: "文件未能证明任何使用，见核验结果。", en: "The file proves no use: see the checks."))
            return
        }
        flow.value(Bilingual(zh: "使用序号", en: "use number"), String(use.index))
        flow.value(Bilingual(zh: "区块与时间", en: "block and time"), PageTime.words(use.asOf))
        flow.value(Bilingual(zh: "授权标识", en: "grant"), use.grant.description, isMono: true)
        flow.value(Bilingual(zh: "使用声明", en: "statement of use"), use.statement.description, isMono: true)
        flow.value(
            Bilingual(zh: "可承受作恶节点", en: "lying validators withstood"), String(max(0, use.assurance)))
    }

    /// Each thing that does not hold with who must act and what is next, once.
    func drawTasks(into flow: inout PageFlow) {
        flow.heading(Bilingual(zh: "须做之事", en: "What to do"))
        let reasons = verdict.openReasons
        if let now = verdict.now, now.isBad {
            let state = now.state.words
            flow.remark(
                Bilingual(
                    zh: "现时\(state.zh)：本次使用仍按使用时判断；不得再据此办理新的事项。",
                    en: "Now \(state.en): this use stays judged as of then; rely on the document for nothing new."),
                x: 0)
        }
        guard !reasons.isEmpty else {
            guard verdict.now?.isBad != true else { return }
            flow.remark(
                Bilingual(
                    zh: "全部核验成立，无须补办。文档其后的状态，请以更新的证明再次核验。",
                    en:
                        "Every check holds; nothing is to be done. What became of the documents since, newer "
                        + "proofs say."
                ),
                x: 0)
            return
        }
        for (place, reason) in reasons.enumerated() {
            let (who, style) = (reason.whoActs.words, TextStyle(size: 9))
            flow.row(
                [
                    PageFlow.Cell(x: 0, width: 16, lines: [("\(place + 1).", style)]),
                    PageFlow.Cell(
                        x: 16, width: PageFlow.width - 16,
                        lines: [
                            ("\(reason.cause.zh)。\(who.zh)：\(reason.next.zh)。", style),
                            ("\(reason.cause.en); \(who.en): \(reason.next.en).", TextStyle(size: 8, ink: .grey)),
                        ]),
                ], place: "what to do", after: 5)
        }
    }
}

/// The colours of an answer; the words say the same to who prints in black and white.
struct Tone {
    let ink: Ink
    let paper: Ink

    /// Of a document that stands badly a warning, whatever was right at the use; grey of what nobody asked.
    init(_ today: Today) {
        guard case .known(let standing) = today else {
            self.init(ink: .grey, paper: Ink(0xee_f0_f3))
            return
        }
        self.init(standing.isBad ? .no : standing.state == .inDispute ? .unknown : .yes)
    }

    private init(ink: Ink, paper: Ink) {
        self.ink = ink
        self.paper = paper
    }

    init(_ answer: Check.Answer) {
        (ink, paper) =
            switch answer {
            case .yes: (Ink(0x0b_5d_3b), Ink(0xe6_f4_ec))
            case .no: (Ink(0x9b_1c_1c), Ink(0xfb_e9_e7))
            case .unknown: (Ink(0x7a_4b_00), Ink(0xfd_f3_dc))
            }
    }
}

extension Today {
    /// In a word.
    var words: Bilingual {
        switch self {
        case .known(let standing): standing.state.words
        case .notAsked: Bilingual(zh: "未查询", en: "not asked")
        case .untold: Bilingual(zh: "未能得知", en: "not known")
        }
    }
}

extension Reason.Actor {
    /// Who that is, to readers of a page.
    var words: Bilingual {
        switch self {
        case .relyingParty: Bilingual(zh: "用证方", en: "the relying party")
        case .holder: Bilingual(zh: "持有人", en: "the holder")
        case .issuer: Bilingual(zh: "签发机构", en: "the issuer")
        case .operator: Bilingual(zh: "节点运营方", en: "whoever runs a node")
        case .nobody: Bilingual(zh: "无须任何人", en: "nobody")
        }
    }
}

/// Times for readers in China, and as the ledger has them.
enum PageTime {
    /// `区块 block 12 · 2026-11-01 08:00:00 (UTC+8) · 2026-11-01T00:00:00Z`.
    static func words(_ asOf: AsOf?) -> String {
        guard let asOf else { return "区块与时间未能证明 · block and time are not proven" }
        let time = words(seconds: asOf.time / 1_000)
        return asOf.height.map { "区块 block \($0) · \(time)" } ?? "不晚于 no later than \(time)"
    }

    /// The same in two lines.
    static func lines(_ asOf: AsOf?) -> [String] {
        guard let asOf else { return ["区块与时间未能证明", "block and time are not proven"] }
        let second = asOf.time / 1_000
        let place = asOf.height.map { "区块 block \($0)" } ?? "不晚于 no later than"
        return ["\(place) · \(local(seconds: second)) (UTC+8)", UTCTime(seconds: second).description]
    }

    /// The last second of the year 9999: beyond it a page has no form for a time.
    static let last: UInt64 = 253_402_300_799

    /// The same in a narrow column, in UTC+8 alone.
    static func short(_ asOf: AsOf?) -> [String] {
        guard let asOf else { return [] }
        return [asOf.height.map { "区块 block \($0)" } ?? "不晚于 no later than", local(seconds: asOf.time / 1_000)]
    }

    /// `2026-11-01 08:00:00 (UTC+8) · 2026-11-01T00:00:00Z`.
    static func words(seconds: UInt64) -> String {
        local(seconds: seconds) + " (UTC+8) · " + UTCTime(seconds: seconds).description
    }

    /// `2026-11-01 08:00:00`: the clock in China.
    static func local(seconds: UInt64) -> String {
        UTCTime(seconds: min(seconds, last) + 8 * 3_600).description.dropLast().split(separator: "T").joined(
            separator: " ")
    }
}
