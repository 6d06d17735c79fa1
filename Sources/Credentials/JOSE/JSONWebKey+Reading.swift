public import Signing

extension JSONWebKey {
    /// Members that only a private or a shared key has.
    private static let secretMembers = ["d", "k", "p", "q", "dp", "dq", "qi", "oth"]

    /// Reads a JWK. A private key is refused: whoever sent it must take another.
    public init(_ element: JSONElement) throws(JSONError) {
        let members = try element.openMembers()
        for name in JSONWebKey.secretMembers where members.optional(name) != nil {
            throw members.invalid("has \(name): a private key must never be sent")
        }
        let curve = try members.member("crv").code(Curve.self)
        try members.member("kty").exactly(curve.keyType)
        var bytes = try members.member("x").base64URL(count: 32)
        if curve == .p256 { bytes += try members.member("y").base64URL(count: 32) }
        let id = try members.optional("kid").map { (kid) throws(JSONError) in try kid.string(maxByteCount: 256) }
        let algorithm = try members.optional("alg").map { (alg) throws(JSONError) in try alg.string(maxByteCount: 64) }
        guard let key = JSONWebKey(curve, bytes: bytes, id: id, algorithm: algorithm) else {
            throw members.invalid("is no point of \(curve.rawValue)")
        }
        self = key
    }
}

/// A set of keys (RFC 7517 section 5). Kinds that are not understood are passed over.
public struct JSONWebKeySet: Hashable, Sendable {
    public let keys: [JSONWebKey]

    /// A set of these keys.
    public init(_ keys: [JSONWebKey]) { self.keys = keys }

    /// Reads a set of at most 64 keys.
    public init(_ element: JSONElement) throws(JSONError) {
        keys = try element.openMembers().member("keys").list(max: 64) { (item) throws(JSONError) in
            try JSONWebKeySet.isKnown(item) ? JSONWebKey(item) : nil
        }.compactMap(\.self)
    }

    /// The members of the set.
    public var json: JSONObject { ["keys": .array(keys.map { .object($0.json) })] }

    private static func isKnown(_ item: JSONElement) throws(JSONError) -> Bool {
        guard let curve = try item.openMembers().optional("crv"), case .string(let name) = curve.value else {
            return false
        }
        return JSONWebKey.Curve(rawValue: name) != nil
    }
}
