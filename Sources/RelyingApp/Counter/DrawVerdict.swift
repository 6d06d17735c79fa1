internal import Logging
internal import NodeAPI
internal import Pages
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// The counter's verdict page, from the verdict that is kept with a use.
extension RelyingDesk {
    func verdictPage(_ page: CounterPage, _ use: StoredUse, _ session: Session) async throws -> CounterVerdictPage {
        guard let text = use.verdict else { throw RelyingRefusal.notOpened(use.number) }
        let verdict = VerdictView(try JSONValue(parsing: text, maxByteCount: 8 << 20))
        let standings = try standings(of: use)
        var documents: [CounterVerdictPage.Document] = []
        for (place, document) in verdict.items("documents").enumerated() {
            let standing = standings.indices.contains(place) ? standings[place] : nil
            documents.append(document.document(names: await names(of: document), standing))
        }
        let block = use.height.map { String($0) } ?? "–"
        let time = use.time.map { RelyingDesk.moment($0) } ?? "–"
        return CounterVerdictPage(
            page, answer: verdict.answer, state: verdict.words("stateWords"),
            asOf: Bilingual(
                zh: "以使用时为准：区块 \(block)，北京时间 \(time)", en: "as of the use: block \(block), \(time) Beijing time"),
            now: FollowedStanding.gravest(standings)?.now(beside: verdict.answer),
            facts: try await facts(of: use, session), documents: documents,
            checks: verdict.items("checks").map(\.check),
            remarks: await warnings() + verdict.items("remarks").map { ($0.words("words"), $0.words("next")) },
            place: "/counter/sessions/\(session.id)/uses/\(use.number)")
    }

    /// What stands before every verdict of a network whose keys are public.
    private func warnings() async -> [(words: Bilingual, next: Bilingual)] {
        guard let network = try? await ledger.network(), network.genesis.isSample else { return [] }
        return [
            (
                Bilingual(zh: "示例网络：其密钥是公开的", en: "A sample network: its keys are public"),
                Bilingual(zh: "不可作为依据", en: "rely on nothing here")
            )
        ]
    }

    private func facts(of use: StoredUse, _ session: Session) async throws -> [(label: Bilingual, text: String)] {
        let staffed = try database.staffed(session.id)
        var facts: [(label: Bilingual, text: String)] = [
            (Bilingual(zh: "案号", en: "Case"), use.caseNumber ?? "–"),
            (Bilingual(zh: "事项", en: "Matter"), "\(session.scene) / \(session.profile)"),
            (Bilingual(zh: "使用", en: "Use"), "\(use.grant.short)… #\(use.number)"),
        ]
        if let clerk = use.clerkNumber { facts.append((Bilingual(zh: "柜员", en: "Clerk"), clerk.description)) }
        if let counter = staffed?.counter {
            facts.append((Bilingual(zh: "柜台", en: "Counter"), "\(counter.name), \(counter.place)"))
        }
        if let compared = use.compared {
            facts.append((Bilingual(zh: "已比对本人与照片", en: "Person compared"), RelyingDesk.moment(compared * 1_000)))
        }
        if let comparison = try? await comparison(session), !comparison.hasPortrait {
            facts.append((Bilingual(zh: "照片", en: "Portrait"), "–"))
        }
        return facts
    }

    /// How the catalogue calls a document's type and its fields, and who its issuer is: labels beside what is proven.
    private func names(of document: VerdictView) async -> DocumentNames {
        let type = TypeCode(document["type"])
        let issuer = MemberID(document["issuer"])
        do {
            let known = try await type.asyncMap { try await ledger.typeNames($0) } ?? nil
            let member = try await issuer.asyncMap { try await ledger.member($0) } ?? nil
            return DocumentNames(
                type: known?.name, issuer: member?.details(at: now() * 1_000).name, fields: known?.fields ?? [:])
        } catch {
            // Labels alone: the codes stand in their place.
            logger.notice("names of \(document["type"]): \(error)")
            return DocumentNames(type: nil, issuer: nil, fields: [:])
        }
    }
}

/// How a document and its fields are called.
struct DocumentNames: Sendable {
    let type: Bilingual?
    let issuer: Bilingual?
    /// By the name that the catalogue knows.
    let fields: [String: Bilingual]
}

extension Optional {
    fileprivate func asyncMap<Value>(_ work: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await work(self)
    }
}

/// A verdict as it was kept.
struct VerdictView {
    private let object: JSONObject

    /// What is no object has no member.
    init(_ value: JSONValue) {
        if case .object(let object) = value { self.object = object } else { object = JSONObject() }
    }

    /// A text; a dash for what is not there.
    subscript(name: String) -> String {
        guard case .string(let text)? = object[name] else { return "–" }
        return text
    }

    func words(_ name: String) -> Bilingual {
        let both = inner(name)
        return Bilingual(zh: both?["zh"] ?? "–", en: both?["en"] ?? "–")
    }

    func number(_ name: String) -> UInt64? {
        guard case .integer(let number)? = object[name], number >= 0 else { return nil }
        return UInt64(number)
    }

    func inner(_ name: String) -> VerdictView? {
        guard case .object? = object[name], let value = object[name] else { return nil }
        return VerdictView(value)
    }

    func items(_ name: String) -> [VerdictView] {
        guard case .array(let values)? = object[name] else { return [] }
        return values.map { VerdictView($0) }
    }

    /// Anything that is no yes and no no could not be checked.
    var answer: CounterVerdictPage.Answer { CounterVerdictPage.Answer(rawValue: self["answer"]) ?? .unknown }

    var check: CounterVerdictPage.Check {
        CounterVerdictPage.Check(
            name: words("words"), answer: answer, fact: words("fact"),
            next: inner("next").map { _ in words("next") }, block: number("height").map { String($0) })
    }

    func document(names: DocumentNames, _ standing: FollowedStanding?) -> CounterVerdictPage.Document {
        let checks = items("checks").map(\.check)
        let isBad = checks.contains { $0.isBad }
        let answer: CounterVerdictPage.Answer = isBad ? .no : checks.contains { $0.isOpen } ? .unknown : .yes
        let issuer = names.issuer ?? Bilingual(zh: self["issuer"], en: self["issuer"])
        return CounterVerdictPage.Document(
            name: names.type ?? Bilingual(zh: self["type"], en: self["type"]),
            issuer: Bilingual(zh: "签发机构：\(issuer.zh)", en: "issued by \(issuer.en)"), state: words("stateWords"),
            answer: answer, now: standing?.now(beside: answer),
            fields: items("fields").map { field in
                let name = field["name"]
                return (names.fields[name] ?? Bilingual(zh: name, en: name), field.value)
            }, checks: checks)
    }

    /// A field's value on one line.
    private var value: String {
        guard case .string(let text)? = object["value"] else { return (object["value"] ?? .null).compact }
        return text
    }
}

extension FollowedStanding {
    /// As the page says it; beside a no only what is bad as well, for nobody relies on the document anyway.
    fileprivate func now(beside verdict: CounterVerdictPage.Answer) -> CounterVerdictPage.Now? {
        guard verdict != .no || answer == .no else { return nil }
        let told: CounterVerdictPage.Answer =
            switch answer {
            case .yes: .yes
            case .no: .no
            case .unknown: .unknown
            }
        return CounterVerdictPage.Now(words: words, answer: told)
    }
}
