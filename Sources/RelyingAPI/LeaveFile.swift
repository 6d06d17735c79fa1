public import Rulebook
public import Signing

/// A holder's leave to pass one use on, as it is handed to the relying party: with the name that the ledger does not
/// show.
public struct LeaveFile: Hashable, Sendable {
    public let origin: String
    public let grant: GrantID
    /// The use's index.
    public let index: UInt64
    public let to: NamedRecipient
    public let leave: PassingLeave

    /// The first member of the file names its format.
    public static let format = "deedbox/passing-leave/v1"
    /// The longest file that is read, in bytes.
    public static let maxByteCount = 4_096

    /// A leave by the grant's key.
    public init(index: UInt64, to: NamedRecipient, notAfter: UInt64, origin: String, by key: PrivateKey) {
        self.origin = origin
        grant = GrantID(origin: origin, key: key.publicKey)
        self.index = index
        self.to = to
        leave = PassingLeave(index: index, to: to.recipient, notAfter: notAfter, origin: origin, by: key)
    }

    /// True when the grant's own key signed it for this use and this recipient.
    public var isSigned: Bool { leave.isFor(grant, index: index, to: to.recipient, origin: origin) }

    /// The file: JSON.
    public var text: String {
        var json: JSONObject = [
            "format": .string(LeaveFile.format), "origin": .string(origin), "grant": .string(grant.description),
            "use": .integer(Int64(clamping: index)), "to": .string(to.text),
        ]
        if let name = to.name { json.append("salt", .string(Base64URL.encode(name.salt))) }
        json.append("leave", .string(Base64URL.encode(leave.encoded)))
        return JSONValue.object(json).pretty
    }

    /// Reads a file strictly; whether it is signed, `isSigned` says.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let element = JSONElement(try JSONValue(parsing: bytes, maxByteCount: LeaveFile.maxByteCount))
        self = try element.object { (reader) throws(JSONError) in
            try reader.member("format").exactly(LeaveFile.format)
            let origin = try reader.member("origin").string(maxByteCount: 255)
            let grant = GrantID(try reader.member("grant").digest())
            let index = try reader.member("use").unsigned(max: Scene.maxUsesLimit)
            let to = try LeaveFile.recipient(try reader.member("to"), salt: reader.optionalMember("salt"))
            let item = try reader.member("leave")
            guard let leave = try? PassingLeave(decoding: try item.base64URL()) else {
                throw item.invalid("is no leave")
            }
            return LeaveFile(origin: origin, grant: grant, index: index, to: to, leave: leave)
        }
    }

    private init(origin: String, grant: GrantID, index: UInt64, to: NamedRecipient, leave: PassingLeave) {
        self.origin = origin
        self.grant = grant
        self.index = index
        self.to = to
        self.leave = leave
    }

    private static func recipient(_ to: JSONElement, salt: JSONElement?) throws(JSONError) -> NamedRecipient {
        let text = try to.string(maxByteCount: RecipientName.maxByteCount)
        guard let salt else {
            guard let member = MemberID(text) else { throw to.invalid("is no member, and has no salt") }
            return .member(member)
        }
        guard let name = RecipientName(text, salt: try salt.base64URL()) else {
            throw to.invalid("is no name of somebody outside the ledger, or its salt has no 32 bytes")
        }
        return .outside(name)
    }
}
