public import Signing

/// A request for a file that a claimed document names by its digest. OpenID4VCI has none: this is an endpoint of ours,
/// `deedbox_attachment_endpoint` in the issuer's metadata.
public struct AttachmentRequest: Hashable, Sendable {
    /// SHA-256 of the file, as the document names it.
    public let digest: Digest
    /// How the answer is to be sealed; nil for an answer in the clear.
    public let encryption: ResponseEncryption?

    /// A request for the file with this digest.
    public init(digest: Digest, encryption: ResponseEncryption? = nil) {
        self.digest = digest
        self.encryption = encryption
    }

    /// Reads the body.
    public init(parsing text: [UInt8]) throws(IssuingError) {
        let open: OpenMembers
        do throws(JSONError) {
            open = try JSONElement.reading(text, max: 65_536)
            let sum = try open.member("sha256")
            guard let digest = Digest(try sum.base64URL(count: Digest.byteCount)) else {
                throw sum.invalid("must be 32 bytes")
            }
            self.digest = digest
        } catch { throw IssuingError(.invalidCredentialRequest, "\(error)") }
        encryption = try ResponseEncryption.read(open)
    }

    /// The body.
    public var encoded: [UInt8] {
        var object: JSONObject = ["sha256": .string(Base64URL.encode(digest.bytes))]
        if let encryption { object.append("credential_response_encryption", .object(encryption.json)) }
        return JSONBytes.of(object)
    }
}
