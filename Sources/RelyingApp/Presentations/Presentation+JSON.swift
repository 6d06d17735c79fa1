public import Credentials
internal import RelyingAPI
internal import Rulebook
public import Signing

extension Presentation {
    /// What commands print and the API answers; the verdict bears its mark.
    public func json(link: PresentationLink) -> JSONObject {
        var object: JSONObject = [
            "id": .string(id.description), "kind": "uncounted-presentation",
            "mark": ["zh": .string(Presentation.mark.zh), "en": .string(Presentation.mark.en)],
            "scene": .string(scene.text), "profile": .string(profile.text), "case": .string(matter.number),
            "state": .string(state.rawValue), "link": .string(link.text()),
            "haipLink": .string(link.text(PresentationLink.schemes[1])),
            "created": .string(UTCTime(seconds: created).description),
            "ends": .string(UTCTime(seconds: ends).description),
        ]
        if let answered { object.append("answered", .string(UTCTime(seconds: answered).description)) }
        if let keptUntil { object.append("keptUntil", .string(UTCTime(seconds: keptUntil).description)) }
        if let refusal = content?.refusal { object.append("error", .string(refusal)) }
        object.append("verdict", judged ?? .null)
        return object
    }

    /// The verdict, read again; nil while there is none.
    public var judged: JSONValue? {
        verdict.flatMap { try? JSONValue(parsing: $0, maxByteCount: 64 << 20) }
    }
}
