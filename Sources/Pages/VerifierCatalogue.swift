internal import Evidence
internal import Rulebook
internal import Signing

/// The catalogue of checks, answers, states and reasons as the verifier page reads it.
enum VerifierCatalogue {
    /// A JavaScript literal; no text in it can end the script that it stands in.
    static var literal: String { JSONValue.object(json).compact.replacing("<", with: "\\u003c") }

    private static var json: JSONObject {
        [
            "checks": words(Check.Name.allCases) { $0.words }, "answers": words(Check.Answer.allCases) { $0.words },
            "states": words(VerdictState.allCases) { $0.words }, "reasons": .object(reasons),
        ]
    }

    /// By stable code: what is wrong, what to do and by whom, and what a no for it makes of a verdict.
    private static var reasons: JSONObject {
        Reason.allCases.reduce(into: JSONObject()) { members, reason in
            let member: JSONObject = [
                "cause": pair(reason.cause), "next": pair(reason.next), "actor": pair(reason.whoActs.words),
                "state": .string(reason.state.rawValue),
            ]
            members.append(reason.code, .object(member))
        }
    }

    /// In the order of the cases, which for states is that of their weight.
    private static func words<Word: RawRepresentable>(
        _ cases: [Word], _ say: (Word) -> Bilingual
    ) -> JSONValue where Word.RawValue == String {
        .object(cases.reduce(into: JSONObject()) { members, word in members.append(word.rawValue, pair(say(word))) })
    }

    private static func pair(_ words: Bilingual) -> JSONValue { ["zh": .string(words.zh), "en": .string(words.en)] }
}
