internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// A verdict as JSON: what the desk keeps and its commands print.
enum VerdictText {
    /// `remark` stands beside the checks and weighs nothing; `policy` is what the scene's own policy asked for.
    static func json(_ verdict: Verdict, remark: TraceRemark?, policy: Demands?) -> JSONValue {
        [
            "state": .string(verdict.state.rawValue), "answer": .string(verdict.answer.rawValue),
            "stateWords": both(verdict.state.words), "checks": .array(verdict.checks.map { json($0) }),
            "documents": .array(verdict.documents.map { json($0) }), "policy": policy?.readable ?? .null,
            "now": verdict.now.map { json($0) } ?? .null,
            "remarks": .array(
                [remark].compactMap { $0 }.map { remark in
                    ["code": .string(remark.rawValue), "words": both(remark.words), "next": both(remark.next)]
                }),
        ]
    }

    private static func json(_ document: DocumentVerdict) -> JSONValue {
        [
            "type": document.type.map { .string($0.text) } ?? .null,
            "issuer": document.issuer.map { .string($0.text) } ?? .null,
            "state": .string(document.state.rawValue), "stateWords": both(document.state.words),
            "dataAsOf": document.dataAsOf.map { .string(UTCTime(seconds: $0).description) } ?? .null,
            "fields": .array(
                document.fields.map { ["path": .string($0.path), "name": .string($0.name), "value": $0.value] }),
            "checks": .array(document.checks.map { json($0) }),
            "standing": document.standing.map { json($0) } ?? .null,
        ]
    }

    /// How a document stands by the newest proof at hand.
    private static func json(_ standing: Standing) -> JSONValue {
        [
            "state": .string(standing.state.rawValue), "words": both(standing.state.words),
            "since": standing.since.map { json($0) } ?? .null, "asOf": json(standing.asOf),
        ]
    }

    private static func json(_ place: AsOf) -> JSONValue {
        [
            "height": place.height.map { .integer(Int64(clamping: $0.value)) } ?? .null,
            "time": .integer(Int64(clamping: place.time)),
        ]
    }

    private static func json(_ check: Check) -> JSONValue {
        var object: JSONObject = [
            "name": .string(check.name.rawValue), "words": both(check.name.words),
            "answer": .string(check.answer.rawValue), "fact": both(check.fact),
        ]
        if let reason = check.reason {
            object.append("reason", .string(reason.code))
            object.append("next", both(reason.next))
        }
        if let asOf = check.asOf {
            if let height = asOf.height { object.append("height", .integer(Int64(clamping: height.value))) }
            object.append("time", .integer(Int64(clamping: asOf.time)))
        }
        return .object(object)
    }

    private static func both(_ words: Bilingual) -> JSONValue { ["zh": .string(words.zh), "en": .string(words.en)] }
}
