import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// How uses end a command, and how documents stand now on which a use relies, beside its verdict, which is that of
/// the use.
extension RelyingWords {
    static func lines(now standings: [FollowedStanding]) -> [String] {
        standings.enumerated().map { place, standing in
            let words = tell(standing.words.en, zh: standing.words.zh)
            return tell("  now, document \(place + 1): \(words)", zh: "  当前，第 \(place + 1) 份证照：\(words)")
        }
    }

    /// Ends a command as the verdicts on these uses say: a script must not go on with a no.
    static func end(by uses: [StoredUse]) throws {
        let answers = uses.compactMap { verdict(of: $0)?["answer"] }
        if answers.contains("no") { throw ExitCode(ExitStatus.no.rawValue) }
        if answers.contains("unknown") { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    static func json(now standings: [FollowedStanding], _ use: StoredUse) -> JSONValue {
        [
            "grant": .string(use.grant.description), "number": .integer(Int64(clamping: use.number)),
            "documents": .array(standings.map(\.json)),
        ]
    }
}
