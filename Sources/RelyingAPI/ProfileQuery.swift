public import Rulebook
public import Signing

/// A scene's profile as OpenID4VP asks for it (DCQL): it follows from the profile alone, so a wallet can compare.
///
/// Optional claims stand in the first claim set and are left out of the second. A field stands under its name in the
/// catalogue; in a document with groups it is looked for inside them.
public enum ProfileQuery {
    /// How `vct_values` name a type of the catalogue, whoever issued it.
    public static func typeName(_ code: TypeCode) -> String { "urn:deedbox:type:\(code)" }

    /// `dcql_query` for a profile.
    public static func json(_ profile: SceneProfile) -> JSONValue {
        ["credentials": .array(profile.fields.map { .object(credential($0)) })]
    }

    private static func credential(_ asked: ProfileFields) -> JSONObject {
        var object: JSONObject = [
            "id": .string(asked.type.text), "format": "dc+sd-jwt",
            "meta": ["vct_values": [.string(typeName(asked.type))]],
            "claims": .array(
                asked.fields.map { ["id": .string($0.path), "path": [.string($0.path)]] }),
        ]
        let required = asked.fields.filter(\.isRequired)
        guard required.count < asked.fields.count, !required.isEmpty else { return object }
        object.append("claim_sets", [ids(asked.fields), ids(required)])
        return object
    }

    private static func ids(_ fields: [AskedField]) -> JSONValue { .array(fields.map { .string($0.path) }) }
}
