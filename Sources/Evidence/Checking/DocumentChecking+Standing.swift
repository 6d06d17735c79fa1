import Ledger
import Rulebook
import Signing

/// What was said of the document: as of the use, and by the newest proof at hand.
extension DocumentChecking {
    func status() throws(Objection) -> Finding {
        _ = try DocumentChecking.fact(issue, from: .recorded)
        let used = try used()
        let statuses = try statuses.get()
        let told = try statuses.told(at: used) { $0.height <= used }
        let later = DocumentChecking.later(statuses.newest?.value, after: used)
        guard let said = told.value else {
            return Finding("in force: nothing was said against it", zh: "有效：没有任何相反记录", asOf: told.asOf, later)
        }
        let since = UTCTime(seconds: said.since / 1_000)
        let (en, zh) = ("since \(since), block \(said.height)", "自 \(since)，区块 \(said.height)")
        switch said.state {
        case .inForce: return Finding("in force \(en)", zh: "有效，\(zh)", asOf: told.asOf, later)
        case .suspended: throw .no(.suspended, "suspended \(en)", zh: "已暂停，\(zh)", asOf: told.asOf)
        case .revoked: throw .no(.revoked, "revoked \(en)", zh: "已吊销，\(zh)", asOf: told.asOf)
        case .superseded: throw .no(.superseded, "superseded \(en)", zh: "已被替换，\(zh)", asOf: told.asOf)
        }
    }

    func undisputed() throws(Objection) -> Finding {
        _ = try DocumentChecking.fact(issue, from: .recorded)
        let used = try used()
        let corrections = try corrections.get()
        // A first dispute that came later tells that there was none before.
        let told = try corrections.told(at: used) { $0.height <= used || $0.number == 1 }
        let later = DocumentChecking.later(corrections.newest?.value, after: used)
        guard let said = told.value, said.height <= used else {
            return Finding("never disputed", zh: "从未提出异议", asOf: told.asOf, later)
        }
        guard let answer = said.answer, answer.height <= used else {
            let (since, due) = (UTCTime(seconds: said.opened / 1_000), UTCTime(seconds: said.due / 1_000))
            let answered = said.answer.map { UTCTime(seconds: $0.time / 1_000) }
            throw .no(
                .inDispute,
                "in dispute since \(since), "
                    + (answered.map { "answered later, at \($0)" } ?? "to be answered by \(due)"),
                zh: "自 \(since) 起有异议，" + (answered.map { "其后于 \($0) 答复" } ?? "应于 \(due) 前答复"), asOf: told.asOf)
        }
        return Finding("the last dispute was answered", zh: "最近一次异议已答复", asOf: told.asOf, later)
    }

    /// The height of the use: what was said later is told, and no part of the verdict.
    private func used() throws(Objection) -> Height { try UseFacts.fact(facts.counted, from: .counted).height }

    private static func later(_ entry: StatusEntry?, after used: Height) -> Bilingual? {
        guard let entry, entry.height > used else { return nil }
        let (since, state) = (UTCTime(seconds: entry.since / 1_000), VerdictState(entry.state).words)
        return Bilingual(
            zh: "；其后\(state.zh)，自 \(since)，区块 \(entry.height)",
            en: "; \(state.en) later, since \(since), block \(entry.height)")
    }

    private static func later(_ entry: CorrectionEntry?, after used: Height) -> Bilingual? {
        guard let entry, entry.height > used else { return nil }
        let since = UTCTime(seconds: entry.opened / 1_000)
        return Bilingual(
            zh: "；其后有异议，自 \(since)，区块 \(entry.height)", en: "; disputed later, since \(since), block \(entry.height)")
    }

    /// How it stands by the newest proof of its status, and of its corrections; nil for a record of another document,
    /// and without a proof of the status.
    var standing: Standing? {
        guard (try? isRecorded()) != nil, let newest = (try? statuses.get())?.newest else { return nil }
        let said = newest.value.map { AsOf(height: $0.height, time: $0.since) }
        let state = newest.value.map { VerdictState($0.state) } ?? .valid
        guard state == .valid, let dispute = (try? corrections.get())?.newest, let entry = dispute.value, entry.isOpen
        else { return Standing(state: state, since: said, asOf: newest.asOf) }
        return Standing(
            state: .inDispute, since: AsOf(height: entry.height, time: entry.opened), asOf: dispute.asOf)
    }
}

extension VerdictState {
    /// What a document's state makes of its standing.
    fileprivate init(_ state: DocumentState) {
        switch state {
        case .inForce: self = .valid
        case .suspended: self = .suspended
        case .revoked: self = .revoked
        case .superseded: self = .superseded
        }
    }
}

extension Finding {
    /// What was found, with what came later.
    fileprivate init(_ en: String, zh: String, asOf: AsOf?, _ later: Bilingual?) {
        self.init(en + (later?.en ?? ""), zh: zh + (later?.zh ?? ""), asOf: asOf)
    }
}
