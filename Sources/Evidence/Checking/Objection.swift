import Ledger
import Rulebook

/// What stands against a yes: a no, or that it could not be checked.
struct Objection: Error, Hashable {
    let answer: Check.Answer
    let reason: Reason
    let fact: Bilingual
    var asOf: AsOf?

    static func no(_ reason: Reason, _ en: String, zh: String, asOf: AsOf? = nil) -> Objection {
        Objection(answer: .no, reason: reason, fact: Bilingual(zh: zh, en: en), asOf: asOf)
    }

    static func unknown(_ reason: Reason, _ en: String, zh: String, asOf: AsOf? = nil) -> Objection {
        Objection(answer: .unknown, reason: reason, fact: Bilingual(zh: zh, en: en), asOf: asOf)
    }

    /// No more is to be said than the reason says.
    static func no(_ reason: Reason) -> Objection { Objection(answer: .no, reason: reason, fact: reason.cause) }
    static func unknown(_ reason: Reason) -> Objection {
        Objection(answer: .unknown, reason: reason, fact: reason.cause)
    }

    /// What follows for a check that rests on another one.
    static func follows(from other: Check.Name) -> Objection {
        .unknown(
            .notReached, "rests on \u{201c}\(other.words.en)\u{201d}", zh: "取决于“\(other.words.zh)”")
    }
}

/// What holds, in words, and of which block it speaks.
struct Finding {
    let fact: Bilingual
    var asOf: AsOf?

    init(_ en: String, zh: String, asOf: AsOf? = nil) {
        fact = Bilingual(zh: zh, en: en)
        self.asOf = asOf
    }

    /// A number with its noun in English: `1 use`, `2 uses`.
    static func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 " + noun : "\(count) \(noun)s" }
}

extension Check {
    /// Asks, and makes a check of the answer.
    static func asking(_ name: Name, _ ask: () throws(Objection) -> Finding) -> Check {
        do throws(Objection) {
            let finding = try ask()
            return .yes(name, finding.fact, asOf: finding.asOf)
        } catch {
            return Check(name: name, answer: error.answer, reason: error.reason, fact: error.fact, asOf: error.asOf)
        }
    }
}
