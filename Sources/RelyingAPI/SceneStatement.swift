internal import Credentials
public import Rulebook
public import Signing

/// What a member says of itself in a plain request (`verifier_info`): who it is, and in which scene it asks.
///
/// Wallets of other makers pass it over. A wallet of the ledger tells by it a member from a stranger, and holds it to
/// its scene. It is signed by a statement key, for one client id and one nonce.
public struct SceneStatement: Hashable, Sendable {
    public let party: MemberID
    public let origin: String
    public let scene: SceneCode
    public let profile: ProfileID
    /// `client_id` and `nonce` of the request that it belongs to.
    public let clientID: String
    public let nonce: String

    /// `format` in `verifier_info`.
    public static let format = "deedbox_scene"
    private static let type = "deedbox-scene+jwt"
    private static let maxByteCount = 8_192

    /// What a party says of one request.
    public init(
        party: MemberID, origin: String, scene: SceneCode, profile: ProfileID, clientID: String, nonce: String
    ) {
        self.party = party
        self.origin = origin
        self.scene = scene
        self.profile = profile
        self.clientID = clientID
        self.nonce = nonce
    }

    /// Signed by a statement key of the party.
    public func signed(by key: PrivateKey) -> String {
        JWSSigner(member: key, type: SceneStatement.type, keyID: key.publicKey.id.description).sign([
            "iss": .string(party.text), "origin": .string(origin), "scene": .string(scene.text),
            "profile": .string(profile.text), "client_id": .string(clientID), "nonce": .string(nonce),
        ])
    }

    /// A statement as it came, with what it says. Nothing of it is proven before `isSigned`.
    public struct Received: Sendable {
        public let statement: SceneStatement
        private let message: CompactJWS

        /// Reads a statement strictly; nil when it is none.
        public init?(_ text: String) {
            guard
                let message = try? CompactJWS(
                    parsing: text, type: SceneStatement.type, maxByteCount: SceneStatement.maxByteCount,
                    algorithms: SignatureAlgorithm.allCases),
                let statement = try? SceneStatement(JSONElement(.object(message.unverified)))
            else { return nil }
            self.message = message
            self.statement = statement
        }

        /// True when one of these keys signed it.
        public func isSigned(byOneOf keys: [PublicKey]) -> Bool {
            keys.contains { $0.id.description == message.header.keyID && (try? message.verified(by: $0)) != nil }
        }
    }

    private init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            SceneStatement(
                party: try reader.member("iss").registered(), origin: try reader.member("origin").string(),
                scene: try reader.member("scene").registered(), profile: try reader.member("profile").registered(),
                clientID: try reader.member("client_id").string(), nonce: try reader.member("nonce").string())
        }
    }
}

extension JSONElement {
    fileprivate func registered<Name: RegisteredName>() throws(JSONError) -> Name {
        guard let name = Name(try string(maxByteCount: 64)) else { throw invalid("must be \(Name.form)") }
        return name
    }
}
