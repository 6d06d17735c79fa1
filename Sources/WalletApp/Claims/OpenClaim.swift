internal import Credentials
public import Signing

/// A claim whose code is spent: what the wallet needs to ask on, today or after a clerk has answered.
///
/// To be stored before the first request: the code cannot be spent again. Prints as `<secret>`.
public struct OpenClaim: Sendable, CustomStringConvertible, CustomReflectable {
    /// The issuer's identifier.
    public let issuer: String
    /// The keys to which documents are to be bound: one document a key, of each kind.
    public let keys: [PublicKey]
    let token: TokenResponse
    /// The key that the token is bound to.
    let proofKey: PrivateKey
    /// One for each kind of document that was offered.
    public internal(set) var parts: [Part]

    /// One kind of document of a claim, and how far it is.
    public struct Part: Hashable, Sendable {
        /// An id of the issuer's metadata.
        public let configuration: String
        /// The transaction to ask for; nil before the first request, and when nothing was deferred.
        public internal(set) var transactionID: String?
        /// By which the issuer is told what became of the documents; nil when it does not ask.
        public internal(set) var notificationID: String?
        /// True when the documents are kept, or refused for good.
        public internal(set) var isOver = false

        init(_ configuration: String) { self.configuration = configuration }
    }

    /// True when nothing is left to ask for.
    public var isOver: Bool { parts.allSatisfy(\.isOver) }

    private static let format = "deedbox-claim/2"
    private static let maxByteCount = 65_536
    private static let maxParts = 64

    init(issuer: String, configurations: [String], keys: [PublicKey], token: TokenResponse, proofKey: PrivateKey) {
        self.issuer = issuer
        self.keys = keys
        self.token = token
        self.proofKey = proofKey
        parts = configurations.map { Part($0) }
    }

    /// The claim as it is stored, to be sealed.
    public var encoded: [UInt8] {
        let object: JSONObject = [
            "format": .string(OpenClaim.format), "issuer": .string(issuer),
            "keys": .array(keys.map { .string(Base64URL.encode($0.bytes)) }),
            "token": .string(Base64URL.encode(token.encoded)), "key": .string(Base64URL.encode(proofKey.secret)),
            "parts": .array(parts.map { .object($0.json) }),
        ]
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
            let keys = try reader.member("keys").list(max: CredentialRequest.maxProofs) { (item) throws(JSONError) in
                guard let key = PublicKey(.es256, bytes: try item.base64URL()) else { throw item.invalid("is no key") }
                return key
            }
            var claim = OpenClaim(
                issuer: try reader.member("issuer").string(), configurations: [], keys: keys,
                token: try TokenResponse(parsing: try reader.member("token").base64URL()), proofKey: key)
            claim.parts = try reader.member("parts").list(max: OpenClaim.maxParts) { (item) throws(JSONError) in
                try Part(item)
            }
            return claim
        }
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension OpenClaim.Part {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["configuration": .string(configuration), "over": .bool(isOver)]
        if let transactionID { object.append("transaction", .string(transactionID)) }
        if let notificationID { object.append("notification", .string(notificationID)) }
        return object
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            var part = OpenClaim.Part(try reader.member("configuration").string())
            part.isOver = try reader.member("over").bool()
            part.transactionID = try reader.optionalMember("transaction")?.string()
            part.notificationID = try reader.optionalMember("notification")?.string()
            return part
        }
    }
}
