public import Signing

/// Signs compact messages of one kind: the header is made once.
public struct JWSSigner: Sendable {
    public let publicKey: PublicKey
    private let key: PrivateKey
    private let header: String

    /// A signer of messages of this `typ`; nil for a key of another algorithm than ES256.
    ///
    /// `x5c` are certificates in DER, the signer's own first and the trusted root left out.
    public init?(
        _ key: PrivateKey, type: String, keyID: String? = nil, x5c: [[UInt8]] = [], showsKey: Bool = false
    ) {
        guard key.publicKey.algorithm == .es256 else { return nil }
        self.init(key, type: type, keyID: keyID, chain: x5c, isShown: showsKey)
    }

    /// A signer by a member's statement key, of either algorithm, that the reader finds on the ledger by its id.
    public init(member key: PrivateKey, type: String, keyID: String) {
        self.init(key, type: type, keyID: keyID, chain: [], isShown: false)
    }

    private init(_ key: PrivateKey, type: String, keyID: String?, chain x5c: [[UInt8]], isShown showsKey: Bool) {
        var members: JSONObject = ["alg": .string(key.publicKey.algorithm.jwsName), "typ": .string(type)]
        if let keyID { members.append("kid", .string(keyID)) }
        if showsKey { members.append("jwk", .object(JSONWebKey(key.publicKey).json)) }
        if !x5c.isEmpty { members.append("x5c", .array(x5c.map { .string(Base64.encode($0)) })) }
        header = Base64URL.encode(JSONBytes.of(members))
        publicKey = key.publicKey
        self.key = key
    }

    /// The compact message over these claims.
    public func sign(_ claims: JSONObject) -> String { sign(payload: JSONBytes.of(claims)) }

    /// The compact message over a payload that is JSON.
    func sign(payload: [UInt8]) -> String {
        let input = header + "." + Base64URL.encode(payload)
        return input + "." + Base64URL.encode(key.sign(Array(input.utf8)))
    }
}
