import Signing

/// An answer to one question: three, never two.
package enum Answer: String, Sendable {
    case yes
    case no
    case unknown

    /// As people read it.
    package var word: String {
        switch self {
        case .yes: ConsoleWords.yes
        case .no: ConsoleWords.no
        case .unknown: tell("could not check", zh: "无法核验")
        }
    }
}

/// One question with its answer and the fact behind it.
package struct Check: Hashable, Sendable {
    /// What is asked about a proof.
    package enum Name: String, Sendable {
        case ledger, final, inLog, record, validity, line, commitment, document, governance, state
    }

    package let name: Name
    package let answer: Answer
    package let fact: String

    /// An answer with its fact.
    package init(name: Name, answer: Answer, fact: String) {
        self.name = name
        self.answer = answer
        self.fact = fact
    }

    /// The check holds.
    package static func yes(_ name: Name, _ fact: String) -> Check { Check(name: name, answer: .yes, fact: fact) }
    /// The check fails.
    package static func no(_ name: Name, _ fact: String) -> Check { Check(name: name, answer: .no, fact: fact) }
    /// The check could not be made.
    package static func unknown(_ name: Name, _ fact: String) -> Check {
        Check(name: name, answer: .unknown, fact: fact)
    }
}

/// Named checks and the facts that they prove.
package struct Verdict {
    private let subject: String
    package private(set) var checks: [Check] = []
    /// What a good verdict does not say, and how to learn it.
    package var meaning: String?
    package var next: String?
    private var facts: [Report.Fact] = []
    private var json = JSONObject()

    /// A verdict on something, before any check.
    package init(_ subject: String) { self.subject = subject }

    /// Adds a check.
    package mutating func add(_ check: Check) { checks.append(check) }

    /// Adds what a check has proven.
    package mutating func fact(_ label: String, _ value: String, _ name: String) {
        facts.append(Report.Fact(label: label, value: value))
        json.append(name, .string(value))
    }

    /// Adds something that a check has proven: words for people, a code for programs.
    package mutating func fact(_ label: String, _ value: String, code: String, _ name: String) {
        facts.append(Report.Fact(label: label, value: value))
        json.append(name, .string(code))
    }

    /// Adds a number that a check has proven.
    package mutating func fact(_ label: String, _ number: UInt64, _ name: String) {
        facts.append(Report.Fact(label: label, value: String(number)))
        json.append(name, .integer(Int64(clamping: number)))
    }

    /// No as soon as one check says no; yes only when all do.
    package var answer: Answer {
        if checks.contains(where: { $0.answer == .no }) { return .no }
        return checks.contains { $0.answer == .unknown } ? .unknown : .yes
    }

    /// True when all that can be said against the document is that its time is over.
    package var isEnded: Bool { answer == .no && checks.allSatisfy { $0.answer == .yes || $0.name == .validity } }

    /// How the command ends.
    package var status: ExitStatus {
        switch answer {
        case .yes: .ok
        case .no: .no
        case .unknown: .failed
        }
    }

    /// For people and programs.
    func report(_ path: String) -> Report {
        var report = Report(isEnded ? VerifyWords.ended(subject) : VerifyWords.headline(answer, subject), json: json)
        report.facts = facts
        report.body = TextTable.lines(checks.map { ["[" + $0.answer.word + "]", VerifyWords.name($0.name), $0.fact] })
        report.json.append("file", .string(path))
        report.json.append("answer", .string(answer.rawValue))
        report.json.append(
            "checks",
            .array(
                checks.map {
                    [
                        "check": .string($0.name.rawValue), "answer": .string($0.answer.rawValue),
                        "fact": .string($0.fact),
                    ]
                }))
        switch answer {
        case .yes: (report.meaning, report.next) = (meaning, next)
        case .no: report.meaning = isEnded ? meaning : VerifyWords.noMeaning
        case .unknown: report.meaning = VerifyWords.unknownMeaning
        }
        return report
    }
}
