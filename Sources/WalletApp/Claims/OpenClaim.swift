internal import Credentials
public import Signing

/// A claim whose code is spent: what the wallet needs to ask on, today or after a clerk has answered.
///
/// To be stored before the first request: the code cannot be spent again. Prints as `<secret>`.
public struct OpenClaim: Sendable, CustomStringConvertible, CustomReflectable {
    /// The issuer's identifier.
    public let issuer: String
    /// The kind of document: an id of the issuer's metadata.
    public let configuration: String
    let token: TokenResponse
    /// The key that the token is bound to.
    let proofKey: PrivateKey
    /// The transaction to ask for; nil before the first request, and when nothing was deferred.
    public internal(set) var transactionID: String?
    /// By which the issuer is told what became of the documents; nil when it does not ask.
    public internal(set) var notificationID: String?

    private static let format = "deedbox-claim/1"
    private static let maxByteCount = 65_536

    init(issuer: String, configuration: String, token: TokenResponse, proofKey: PrivateKey) {
        self.issuer = issuer
        self.configuration = configuration
        self.token = token
        self.proofKey = proofKey
    }

    /// The claim as it is stored, to be sealed.
    public var encoded: [UInt8] {
        var object: JSONObject = [
            "format": .string(OpenClaim.format), "issuer": .string(issuer),
            "configuration": .string(configuration), "token": .string(Base64URL.encode(token.encoded)),
            "key": .string(Base64URL.encode(proofKey.secret)),
        ]
        if let transactionID { object.append("transaction", .string(transactionID)) }
        if let notificationID { object.append("notification", .string(notificationID)) }
        return Array(JSONValue.object(object).compact.utf8)
    }

    /// Reads a stored claim.
    public init(decoding bytes: [UInt8]) throws(JSONError) {
        let value = try JSONValue(parsing: bytes, maxByteCount: OpenClaim.maxByteCount)
        self = try JSONElement(value).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(OpenClaim.format)
            let secret = try reader.member("key")
            guard let key = PrivateKey(.es256, secret: try secret.base64URL(count: 32)) else {
                throw secret.invalid("is no key")
            }
            var claim = OpenClaim(
                issuer: try reader.member("issuer").string(),
                configuration: try reader.member("configuration").string(),
                token: try TokenResponse(parsing: try reader.member("token").base64URL()), proofKey: key)
            claim.transactionID = try reader.optionalMember("transaction")?.string()
            claim.notificationID = try reader.optionalMember("notification")?.string()
            return claim
        }
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
