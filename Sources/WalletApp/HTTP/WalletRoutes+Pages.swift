internal import Credentials
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

extension WalletRoutes {
    /// What waits, every grant, and the newest of what the holder is told.
    func home(_ request: Request, _ session: WalletDoor.Session) async throws -> Response {
        let ledger = try await wallet.ledgerIfReached(nodes)
        if case .reached(let reached) = ledger { _ = try await wallet.findGrantsOnce(reached) }
        let page = WalletHomePage(
            waiting: try await wallet.requests(ledger).map {
                .init(id: $0.id, party: $0.partyName, purpose: $0.purpose)
            }, given: try await wallet.grants(ledger).reversed().map(\.card),
            plain: try await wallet.presentations(ledger, all: true).reversed().map(\.line),
            unasked: try wallet.officialNotices().suffix(WalletRoutes.maxTold).reversed().map(\.told),
            notices: try wallet.notices().suffix(WalletRoutes.maxTold).reversed().map(\.told), away: ledger.reason,
            home: session.home, token: session.token, isChinese: request.isChinese)
        return Response(page: page.html)
    }

    /// So many notices of a kind stand on the page; `wallet notices --all` has every one.
    private static let maxTold = 50

    /// One request, with what answers it.
    func sheet(_ request: Request, _ id: Int64, _ session: WalletDoor.Session) async throws -> Response {
        let view = try await wallet.request(id, try await wallet.ledgerIfReached(nodes))
        let sheet = RequestSheet(
            id: id, party: view.partyName, member: view.party.text, facts: view.facts, kinds: view.types.map(\.kind),
            maxUses: view.maxUses, maxDays: view.maxDays, isAnswered: view.isAnswered, number: view.numberShown,
            home: session.home, token: session.token, isChinese: request.isChinese)
        return Response(page: sheet.html)
    }

    /// Fetches the request of a pasted link.
    func fetch(_ fields: FormFields, _ session: WalletDoor.Session) async throws -> Response {
        let link = (fields["link"] ?? "").filter { !$0.isWhitespace }
        guard !PresentationLink.isLink(link) else { return try await fetchPlain(link, session) }
        let id = try await wallet.fetchRequest(link, try await wallet.reach(nodes))
        return Response(leadingTo: session.home + "/requests/\(id)")
    }

    /// Agrees within what the boxes of the sheet say.
    func agree(_ id: Int64, _ fields: FormFields, _ session: WalletDoor.Session) async throws -> Response {
        let ledger = try await wallet.reach(nodes)
        let view = try await wallet.request(id, .reached(ledger))
        var wish = HolderWish(uses: fields["uses"].flatMap { UInt64($0) }, days: fields["days"].flatMap { UInt64($0) })
        for type in view.types {
            if let document = fields[type.box].flatMap({ Int64($0) }) { wish.documents.append(document) }
            for field in type.fields where !field.isRequired && fields[type.box(of: field)] != nil {
                wish.with.insert(type.type.text + "/" + field.path)
            }
        }
        // A type of which nothing is shown needs no document.
        let shown = view.types.filter { type in
            type.fields.contains { $0.isRequired || wish.with.contains(type.type.text + "/" + $0.path) }
        }
        let offered = Set(shown.flatMap { $0.documents.map(\.id) })
        wish.documents.removeAll { !offered.contains($0) }
        _ = try await wallet.give(id, wish, ledger)
        return Response(leadingTo: session.home)
    }
}

extension PresentationView {
    fileprivate var line: WalletHomePage.Plain {
        let word =
            switch state {
            case .open: Bilingual(zh: "待答复", en: "waits for you")
            case .sending: Bilingual(zh: "未送达", en: "not sent yet")
            case .shown: Bilingual(zh: "已出示（未计次）", en: "shown, uncounted")
            case .refused: Bilingual(zh: "已拒绝", en: "refused")
            }
        return WalletHomePage.Plain(id: id, title: title, state: word)
    }
}

extension RequestView.AskedType {
    /// The names of the type's boxes in the form.
    fileprivate var box: String { "d:" + type.text }

    fileprivate func box(of field: RequestView.Field) -> String { "f:" + type.text + "/" + field.path }

    fileprivate var kind: RequestSheet.Kind {
        let names =
            issuers.isEmpty
            ? Bilingual(zh: "", en: "")
            : Bilingual(
                zh: "；签发机构：" + issuers.map(\.zh).joined(separator: "、"),
                en: "; issued by " + issuers.map(\.en).joined(separator: ", "))
        return RequestSheet.Kind(
            name: name, box: box,
            fields: fields.map { field in
                RequestSheet.Field(name: field.name, box: field.isRequired ? nil : box(of: field))
            },
            documents: documents.filter(\.isGood).map { document in
                let number = Bilingual(zh: "第 \(document.id) 号", en: "number \(document.id)")
                return (
                    document.id,
                    Bilingual(
                        zh: number.zh + "，" + document.issuerName.zh, en: number.en + ", " + document.issuerName.en)
                )
            },
            missing: isMissing
                ? Bilingual(zh: "钱包中没有可用的文档" + names.zh, en: "the wallet holds no good one" + names.en) : nil)
    }
}

extension RequestView {
    fileprivate var maxDays: UInt64 { max(1, (term + 86_399) / 86_400) }

    /// The number for the clerk, while it counts.
    fileprivate var numberShown: (digits: String, words: Bilingual)? {
        guard let counter, counter.isShown else { return nil }
        return (
            counter.number,
            Bilingual(
                zh: "请向 \(counter.name) 的柜员出示这两位数字，一分钟内有效",
                en: "Show the clerk at \(counter.name) these two digits, within a minute")
        )
    }

    /// What is read before it is answered.
    fileprivate var facts: [(label: Bilingual, text: Bilingual)] {
        func same(_ text: String) -> Bilingual { Bilingual(zh: text, en: text) }
        var facts: [(label: Bilingual, text: Bilingual)] = [
            (Bilingual(zh: "用途", en: "For"), purpose), (Bilingual(zh: "依据", en: "On the basis of"), basis),
            (Bilingual(zh: "案号", en: "Case"), same(caseNumber)),
        ]
        if let counter {
            facts.append((Bilingual(zh: "柜台", en: "At the counter"), same("\(counter.name), \(counter.place)")))
            if !counter.isShown {
                facts.append(
                    (
                        Bilingual(zh: "数字", en: "Its number"),
                        Bilingual(
                            zh: "一分钟已过：柜员未确认的，本请求已作废",
                            en: "its minute is over: unless the clerk confirmed it, so is this request")
                    ))
            }
        }
        if let text { facts.append((Bilingual(zh: "附言", en: "They say"), text)) }
        if minimumInterval > 0 {
            facts.append(
                (
                    Bilingual(zh: "两次使用至少相隔", en: "Two uses are apart at least"),
                    Bilingual(zh: "\(minimumInterval) 秒", en: "\(minimumInterval) seconds")
                ))
        }
        let days = retentionDays == 1 ? "1 day" : "\(retentionDays) days"
        facts.append(
            (Bilingual(zh: "留存", en: "Kept for"), Bilingual(zh: "\(retentionDays) 天", en: days)))
        facts.append((Bilingual(zh: "答复期限", en: "Answer until"), Bilingual.moment(notAfter * 1_000)))
        return facts
    }
}

extension GrantView {
    fileprivate var card: WalletHomePage.Given {
        var lines: [Bilingual] = counted.enumerated().map { place, use in
            let moment = Bilingual.moment(use.time)
            let isGood = use.faults.isEmpty
            return Bilingual(
                zh: "第 \(place + 1) 次使用：区块 \(use.height)，\(moment.zh)" + (isGood ? "" : "（报告有误）"),
                en: "use \(place + 1): block \(use.height), \(moment.en)" + (isGood ? "" : " (fault reported)"))
        }
        if let withdrawn {
            let moment = Bilingual.moment(withdrawn)
            lines.append(Bilingual(zh: "撤回：\(moment.zh)", en: "withdrawn: \(moment.en)"))
        }
        if let trace {
            let times = trace.number == 1 ? "once" : "\(trace.number) times"
            lines.append(
                Bilingual(
                    zh: "被\(name(of: trace.regulator).zh)追溯（共 \(trace.number) 次，区块 \(trace.height)）",
                    en: "traced by \(name(of: trace.regulator).en) (\(times), block \(trace.height))"))
        }
        lines += passings.map { passing in
            let (what, moment) = (words(passing), Bilingual.moment(passing.time))
            return Bilingual(
                zh: "\(what.zh)（区块 \(passing.height)，\(moment.zh)）",
                en: "\(what.en) (block \(passing.height), \(moment.en))")
        }
        let until = Bilingual.moment(expiry * 1_000)
        return WalletHomePage.Given(
            id: id, party: partyName, purpose: purpose ?? Bilingual(zh: scene.text, en: scene.text),
            state: state.words, isOpen: state.isOpen && state != .sent,
            // An answer that gave nothing has no terms.
            terms: expiry == 0
                ? Bilingual(zh: "", en: "")
                : Bilingual(
                    zh: "已用 \(counted.count)/\(uses) 次，至 \(until.zh)",
                    en: "\(counted.count) of \(uses) used, until \(until.en)"),
            lines: lines, remark: remark)
    }

    /// Of which block the card speaks; why it could not be checked, the page says once.
    private var remark: Bilingual? {
        let asOf = height.map { Bilingual(zh: "截至区块 \($0)", en: "as of block \($0)") }
        guard unchecked != nil else { return asOf }
        let now = Bilingual(zh: "现在无法核验", en: "could not check now")
        return asOf.map { Bilingual(zh: "\(now.zh)，\($0.zh)", en: "\(now.en), \($0.en)") } ?? now
    }
}

extension LedgerAnswer {
    /// Why the ledger was not asked; nil when it was.
    fileprivate var reason: Bilingual? {
        switch self {
        case .reached: nil
        case .away(let reason): reason
        }
    }
}

extension OfficialNoticeView {
    fileprivate var told: WalletHomePage.Told {
        let (ground, what) = (notice.ground.words, words)
        return WalletHomePage.Told(
            time: Bilingual.moment(notice.time),
            text: Bilingual(
                zh: "\(what.zh)；依据：\(ground.zh)；区块 \(notice.height)",
                en: "\(what.en); ground: \(ground.en); block \(notice.height)"))
    }
}

extension NoticeView {
    fileprivate var told: WalletHomePage.Told {
        WalletHomePage.Told(
            time: Bilingual.moment(received),
            text: Bilingual(zh: "\(issuerName.zh)：\(text.zh)", en: "\(issuerName.en): \(text.en)"))
    }
}

extension Bilingual {
    /// A time in ms as people in China read it.
    fileprivate static func moment(_ time: UInt64) -> Bilingual {
        let text = UTCTime(seconds: time / 1_000 + 8 * 3_600).description.prefix(16).replacing("T", with: " ")
        return Bilingual(zh: "北京时间 \(text)", en: "\(text) Beijing time")
    }
}
