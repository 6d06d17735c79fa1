internal import Credentials
internal import Hummingbird
internal import Pages
internal import Signing

/// Files of claimed documents: the claim's own token opens them, as long as it lives.
extension ClaimRoutes {
    func attachment(_ request: Request, at second: UInt64) async throws -> Response {
        let grant = try grant(request, of: .attachment, at: second)
        let bytes = try await body(request, as: "application/json", max: 65_536, else: .invalidCredentialRequest)
        let asked = try AttachmentRequest(parsing: bytes)
        guard let file = try desk.attachment(asked.digest, by: grant, at: second) else {
            throw IssuingError(.unknownAttachment, "no document of this claim names such a file")
        }
        guard let encryption = asked.encryption else { return Response(file.bytes, as: file.mediaType) }
        guard let sealed = encryption.seal(file.bytes) else {
            throw IssuingError(.invalidEncryption, "the key is not of P-256")
        }
        return Response(Array(sealed.utf8), as: "application/jwt")
    }
}
