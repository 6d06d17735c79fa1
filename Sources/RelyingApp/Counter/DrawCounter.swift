internal import NodeAPI
internal import Pages
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// What the pages of the counter show.
extension RelyingDesk {
    /// The page of a session, and whether it waits for a phone.
    func sessionPage(_ page: CounterPage, _ session: Session) async throws -> (CounterSessionPage, isWaiting: Bool) {
        let matter = try matter(session)
        let staffed = try database.staffed(session.id)
        let end = await end(of: session)
        let step = try await step(session, staffed, matter, end)
        let isWaiting =
            switch step {
            case .scan, .wait: true
            case .number, .use, .over: false
            }
        var facts: [(label: Bilingual, text: String)] = [
            (Bilingual(zh: "案号", en: "Case"), session.matter.number),
            (Bilingual(zh: "事项", en: "Matter"), "\(session.scene) / \(session.profile)"),
            (Bilingual(zh: "次数", en: "Uses"), "\(matter.usesCounted) / \(matter.usesGranted ?? session.uses)"),
        ]
        if let counter = staffed?.counter {
            facts.append((Bilingual(zh: "柜台", en: "Counter"), "\(counter.name), \(counter.place)"))
        }
        if let staffed { facts.append((Bilingual(zh: "柜员", en: "Clerk"), staffed.clerk.description)) }
        let shown = CounterSessionPage(
            page, session: session.id.description, facts: facts,
            state: end?.words ?? session.words(staffed, at: now()), step: step, grant: session.grant?.description,
            uses: matter.uses.map { ($0.number, $0.state.words) },
            changes: try noticeWords(ofCase: session.matter.number))
        return (shown, isWaiting)
    }

    private func step(
        _ session: Session, _ staffed: StaffedSession?, _ matter: Matter, _ end: GrantEnd?
    ) async throws -> CounterSessionPage.Step {
        switch (session.state, staffed?.state(at: now()) ?? .remote) {
        case (.refused, _): return .over(Bilingual(zh: "持有人没有同意。", en: "The holder did not agree."))
        case (.granted, _):
            // A use that has begun is brought to its end, whatever became of the grant.
            if let end, !matter.uses.contains(where: \.isUnfinished) { return .over(end.words) }
            let left = (matter.usesGranted ?? 0) > matter.usesCounted || matter.uses.contains(where: \.isUnfinished)
            guard left else { return .over(Bilingual(zh: "授权的次数已用完。", en: "All uses of the grant are taken.")) }
            return .use(comparison: try await comparisonWords(session))
        case (_, .failed):
            return .over(
                Bilingual(
                    zh: "数字不符或超时，请求作废，什么也没有取得。",
                    en: "The number was wrong or late: the request is over, and nothing was read."))
        case (.open, _) where now() >= session.ends, (.asked, _) where now() >= session.ends + Session.grace:
            return .over(Bilingual(zh: "请求已过期。", en: "The request is over."))
        case (.open, _):
            let link = try link(of: session.id)
            return .scan(svg: try QRCode(link.link).svg(title: ""), link: link.link)
        case (.asked, .shown), (.asked, .waiting):
            let until = staffed?.numberUntil ?? now()
            return .number(until: String(RelyingDesk.moment(until * 1_000).suffix(8)))
        case (.asked, _), (.answered, _): return .wait
        }
    }

    /// What the clerk says about the person before a use; nil when nothing is to be said any more.
    private func comparisonWords(_ session: Session) async throws -> Bilingual? {
        guard let comparison = try await comparison(session) else { return nil }
        guard comparison.hasPortrait else {
            return Bilingual(
                zh: "已将本人与其随身证件的照片比对（此字段组没有照片字段）",
                en: "I have compared the person with the portrait on a paper document (this profile asks for none)")
        }
        return Bilingual(zh: "已比对本人与照片", en: "I have compared the person with the portrait")
    }

    /// A time in ms as people in China read it.
    static func moment(_ time: UInt64) -> String {
        String(UTCTime(seconds: time / 1_000 + 8 * 3_600).description.prefix(19)).replacing("T", with: " ")
    }
}

extension Session {
    /// How it stands, in words.
    func words(_ staffed: StaffedSession?, at time: UInt64) -> Bilingual {
        if state == .open || state == .asked, staffed?.state(at: time) == .failed {
            return Bilingual(zh: "作废", en: "over")
        }
        return switch state {
        case .open: time < ends ? Bilingual(zh: "待扫码", en: "waits for a phone") : Bilingual(zh: "已过期", en: "over")
        case .asked: Bilingual(zh: "待答复", en: "waits for an answer")
        case .answered: Bilingual(zh: "已答复，未终局", en: "answered, not final")
        case .granted: Bilingual(zh: "已授权", en: "granted")
        case .refused: Bilingual(zh: "已拒绝", en: "refused")
        }
    }
}

extension StoredUse.State {
    /// As pages say it.
    var words: Bilingual {
        switch self {
        case .sent: Bilingual(zh: "已提交，未终局", en: "sent, not final")
        case .final: Bilingual(zh: "已计数，未打开", en: "counted, not opened")
        case .opened: Bilingual(zh: "已打开", en: "opened")
        case .faulty: Bilingual(zh: "已计数，封存内容不成立", en: "counted, and nothing good was sealed")
        case .lost: Bilingual(zh: "未计数", en: "not counted")
        }
    }
}

extension CounterHomePage.Row {
    init(_ session: Session, _ staffed: StaffedSession, at time: UInt64) {
        self.init(
            session: session.id.description, time: String(RelyingDesk.moment(session.created * 1_000).suffix(8)),
            matter: session.matter.number, scene: session.scene.text, state: session.words(staffed, at: time))
    }
}

extension PartyScene {
    /// What may be asked within the scene, each profile apart.
    func choices(at time: UInt64) -> [CounterHomePage.Choice] {
        guard agreement?.isOver(at: time) != true else { return [] }
        return scene.profiles.enumerated().map { place, profile in
            let (fields, types) = (profile.fields.reduce(0) { $0 + $1.fields.count }, profile.fields.count)
            return CounterHomePage.Choice(
                value: "\(scene.code)/\(profile.id)",
                name: Bilingual(
                    zh: "\(scene.purpose.zh)（\(profile.id)：\(types) 类证照，共 \(fields) 个字段）",
                    en: "\(scene.purpose.en) (\(profile.id): fields \(fields), documents \(types))"),
                notice: place == 0 ? notice(at: time) : nil)
        }
    }

    private func notice(at time: UInt64) -> Bilingual? {
        guard let agreement, agreement.endsSoon(at: time) else { return nil }
        return Bilingual(
            zh: "事项“\(scene.purpose.zh)”所依据的协议将于 \(agreement) 到期。",
            en: "The agreement behind \"\(scene.purpose.en)\" ends on \(agreement).")
    }
}

extension CounterRead {
    var row: CounterReadsPage.Row {
        CounterReadsPage.Row(
            time: RelyingDesk.moment(time * 1_000), clerk: clerk.description, what: kind.words, matter: caseNumber,
            why: warning?.words ?? Bilingual(zh: "", en: ""))
    }
}
