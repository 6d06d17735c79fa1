internal import Credentials
internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// What can be said of an uncounted presentation: checks by the names of the one catalogue, as far as they can be asked
/// without a use. Grant, use and their block are not asked, for there are none.
struct PresentationVerdict: Sendable {
    /// Of the whole: complete.
    let checks: [PresentationCheck]
    let documents: [Document]

    /// One document as it was shown.
    struct Document: Sendable {
        /// The query that it answers.
        let query: String
        /// As its text names it; nil when it does not read.
        let type: String?
        /// The member whose key signed it; nil for an issuer outside of the ledger.
        let issuer: MemberID?
        let checks: [PresentationCheck]
        let fields: [ShownClaim]
        let asOf: String?
    }

    var allChecks: [PresentationCheck] { checks + documents.flatMap(\.checks) }

    /// No as soon as one check says no; yes only when all do. That no receipt proves a record stands beside, since no
    /// wallet of another maker has one.
    static func answer(_ checks: [PresentationCheck]) -> Check.Answer {
        let weighing = checks.filter { $0.name != .recorded }
        if weighing.contains(where: { $0.answer == .no }) { return .no }
        return weighing.contains { $0.answer == .unknown } ? .unknown : .yes
    }

    /// The verdict in a word, by what weighs most.
    static func state(_ checks: [PresentationCheck]) -> VerdictState {
        let reasons = checks.filter { $0.answer == .no }.compactMap(\.reason?.state)
        if let heaviest = VerdictState.allCases.last(where: { reasons.contains($0) }) { return heaviest }
        return answer(checks) == .unknown ? .couldNotCheck : .valid
    }
}

/// One thing that was asked of a presentation, with the answer.
struct PresentationCheck: Sendable {
    let name: Check.Name
    let answer: Check.Answer
    /// Why it is not yes; nil when it is.
    let reason: Reason?
    let fact: Bilingual
    /// What to do, where the catalogue's own words speak of a use.
    var next: Bilingual?
    /// Of which block it speaks; nil when of none.
    var asOf: AsOf?

    static func yes(_ name: Check.Name, _ en: String, zh: String, asOf: AsOf? = nil) -> PresentationCheck {
        PresentationCheck(
            name: name, answer: .yes, reason: nil, fact: Bilingual(zh: zh, en: en), next: nil, asOf: asOf)
    }

    static func no(
        _ name: Check.Name, _ reason: Reason, _ en: String, zh: String, next: Bilingual? = nil
    ) -> PresentationCheck {
        PresentationCheck(name: name, answer: .no, reason: reason, fact: Bilingual(zh: zh, en: en), next: next)
    }

    static func unknown(
        _ name: Check.Name, _ reason: Reason, _ en: String, zh: String, next: Bilingual? = nil
    ) -> PresentationCheck {
        PresentationCheck(name: name, answer: .unknown, reason: reason, fact: Bilingual(zh: zh, en: en), next: next)
    }
}

/// The verdict as JSON: what the desk keeps, its commands print and its API answers.
extension PresentationVerdict {
    var json: JSONValue {
        let state = PresentationVerdict.state(allChecks)
        return [
            "kind": "uncounted-presentation", "mark": both(Presentation.mark),
            "markMeaning": both(Presentation.markMeaning), "state": .string(state.rawValue),
            "stateWords": both(PresentationVerdict.words(state)),
            "answer": .string(PresentationVerdict.answer(allChecks).rawValue),
            "checks": .array(checks.map(\.json)), "documents": .array(documents.map(\.json)),
        ]
    }
}

extension PresentationVerdict {
    /// What is valid here is so by its issuer's word: no receipt proves that the ledger has it.
    private static func words(_ state: VerdictState) -> Bilingual {
        let words =
            state == .valid
            ? Bilingual(zh: "依签发机构所称有效，未由账本证明", en: "valid by its issuer's word, not proven on the ledger")
            : state.words
        return Bilingual(zh: "\(words.zh)（\(Presentation.mark.zh)）", en: "\(words.en) (\(Presentation.mark.en))")
    }
}

extension PresentationVerdict.Document {
    fileprivate var json: JSONValue {
        let state = PresentationVerdict.state(checks)
        return [
            "query": .string(query), "type": type.map { .string($0) } ?? .null,
            "issuer": issuer.map { .string($0.text) } ?? .null, "state": .string(state.rawValue),
            "stateWords": both(state.words), "dataAsOf": asOf.map { .string($0) } ?? .null,
            "fields": .array(
                fields.map { ["path": .string($0.path), "name": .string($0.name), "value": $0.value] }),
            "checks": .array(checks.map(\.json)),
        ]
    }
}

extension PresentationCheck {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name.rawValue), "words": both(name.words), "answer": .string(answer.rawValue),
            "fact": both(fact),
        ]
        if let reason {
            object.append("reason", .string(reason.code))
            object.append("next", both(next ?? reason.next))
        }
        if let asOf {
            if let height = asOf.height { object.append("height", .integer(Int64(clamping: height.value))) }
            object.append("time", .integer(Int64(clamping: asOf.time)))
        }
        return .object(object)
    }
}

private func both(_ words: Bilingual) -> JSONValue { ["zh": .string(words.zh), "en": .string(words.en)] }
