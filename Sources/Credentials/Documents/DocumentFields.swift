public import Signing

/// The fields of a document in their order, as the catalogue has them; files group theirs by dimension.
public struct DocumentFields: Hashable, Sendable {
    /// One field, or a group of them.
    public enum Item: Hashable, Sendable {
        case field(name: String, value: JSONValue)
        case group(name: String, fields: [Field])
    }

    /// A field inside a group.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: JSONValue

        /// A field with its value.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public var items: [Item]
    public var attachments: [Attachment]

    /// These fields, and what is attached.
    public init(_ items: [Item], attachments: [Attachment] = []) {
        self.items = items
        self.attachments = attachments
    }

    /// Every field may be withheld by itself, and every group and attachment as a whole.
    var members: [ClaimMember] {
        var members = items.map { item in
            switch item {
            case .field(let name, let value): ClaimMember.disclosable(name, .value(value))
            case .group(let name, let fields):
                ClaimMember.disclosable(name, .object(fields.map { .disclosable($0.name, .value($0.value)) }))
            }
        }
        if !attachments.isEmpty {
            members.append(
                .disclosable("attachments", .array(attachments.map { .disclosable(.value(.object($0.json))) })))
        }
        return members
    }
}

/// A page image or other body that belongs to a document: sealed apart, and bound by its digest.
public struct Attachment: Hashable, Sendable {
    public let name: String
    public let mediaType: String
    public let digest: Digest
    /// Bytes in the clear.
    public let byteCount: UInt64

    /// A body by its digest.
    public init(name: String, mediaType: String, digest: Digest, byteCount: UInt64) {
        self.name = name
        self.mediaType = mediaType
        self.digest = digest
        self.byteCount = byteCount
    }

    var json: JSONObject {
        [
            "name": .string(name), "media_type": .string(mediaType),
            "sha256": .string(Base64URL.encode(digest.bytes)), "size": .integer(Int64(clamping: byteCount)),
        ]
    }

    /// Reads one strictly.
    public init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let sum = try reader.member("sha256")
            guard let digest = Digest(try sum.base64URL(count: Digest.byteCount)) else {
                throw sum.invalid("must be 32 bytes")
            }
            return Attachment(
                name: try reader.member("name").filledString(max: 256),
                mediaType: try reader.member("media_type").filledString(max: 128), digest: digest,
                byteCount: try reader.member("size").unsigned(max: 1 << 40))
        }
    }
}
