import Credentials
import Ledger
import Rulebook
import Signing
import WalletApp

/// Words about one document.
enum WalletDocumentWords {
    /// A line of a list: number, what it is, from whom, how it stands, and its marks.
    static func line(_ view: DocumentView) -> [String] {
        [
            "\(view.held.id)", tell(view.title), tell(view.issuerName), "[" + view.answer.word + "]",
            ([stands(view)] + marks(view)).joined(separator: tell("; ", zh: "；")),
        ]
    }

    /// How it stands, in a few words.
    static func stands(_ view: DocumentView) -> String {
        let asked = view.findings.filter { $0.name != .freshness }
        let worst = asked.first { $0.answer == .no } ?? asked.first { $0.answer == .unknown }
        if let worst { return tell(worst.fact) }
        return view.findings.first { $0.name == .status }.map { tell($0.fact) } ?? ""
    }

    /// What must stand beside the status.
    static func marks(_ view: DocumentView) -> [String] {
        var marks: [String] = []
        if let correction = view.standing.standing?.correction { marks.append(WalletCorrectionWords.mark(correction)) }
        if let stale = view.staleness { marks.append(tell(stale.fact)) }
        if view.isDigitised { marks.append(tell("read off paper", zh: "纸质数字化")) }
        if view.isSocial { marks.append(tell("social issuer", zh: "社会机构签发")) }
        return marks
    }

    static func issuer(_ view: DocumentView) -> String {
        let label =
            view.isSocial ? tell("social body", zh: "社会机构") : tell("government body", zh: "政府机构")
        return tell(view.issuerName) + tell(" (\(label))", zh: "（\(label)）")
    }

    static func headline(_ view: DocumentView) -> String {
        tell("Document \(view.held.id): ", zh: "第 \(view.held.id) 号文档：") + tell(view.title)
    }

    static func meaning(_ view: DocumentView) -> String? {
        switch view.answer {
        case .yes: nil
        case .no: tell("At least one check says no: the line says which.", zh: "至少一项核验为“否”，见上。")
        case .unknown:
            tell(
                "Something could not be checked now. That says nothing against the document.",
                zh: "有一项现在无法核验，这并不说明文档有问题。")
        }
    }

    static func sentence(_ finding: Finding) -> String {
        "[" + finding.answer.word + "] " + tell(finding.name.words) + tell(": ", zh: "：") + tell(finding.fact)
    }

    /// A value as people read it.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): ConsoleWords.shown(text)
        case .integer(let number): String(number)
        case .bool(let value): value ? ConsoleWords.yes : ConsoleWords.no
        case .null, .array, .object: value.compact
        }
    }

    /// A document for programs, without its fields.
    static func summary(_ view: DocumentView) -> JSONValue { .object(members(view)) }

    static func members(_ view: DocumentView) -> JSONObject {
        let standing = view.standing.standing
        return [
            "document": .integer(view.held.id), "type": .string(view.held.type.text),
            "version": .integer(Int64(clamping: view.held.version)), "title": .string(tell(view.title)),
            "issuer": .string(view.held.issuer.text), "label": .string(view.claims.ledger.label.rawValue),
            "provenance": .string(view.claims.ledger.provenance.rawValue),
            "asOf": .string(view.claims.ledger.asOf), "record": .integer(Int64(clamping: view.held.record.value)),
            "commitment": .string(view.held.commitment.description), "answer": .string(view.answer.rawValue),
            "state": standing.map { .string($0.state.word) } ?? .null,
            "height": standing.map { .integer(Int64(clamping: $0.height)) } ?? .null,
            "isDisputed": .bool(standing?.correction?.isOpen == true),
            "checks": .array(
                view.findings.map {
                    [
                        "check": .string($0.name.rawValue), "answer": .string($0.answer.rawValue),
                        "fact": .string(tell($0.fact)),
                    ]
                }),
        ]
    }
}

extension Finding.Answer {
    /// The answer in a word.
    var word: String {
        switch self {
        case .yes: ConsoleWords.yes
        case .no: ConsoleWords.no
        case .unknown: tell("could not check", zh: "无法核验")
        }
    }
}

/// A text in the language of the reader.
func tell(_ text: Bilingual) -> String { tell(text.en, zh: text.zh) }
