import Signing

/// A verifier's request as a wallet fetched it, once its signature fits the client that it names.
///
/// Who stands behind the certificate is not proven by it: no authority is asked.
public struct ReceivedPresentationRequest: Sendable {
    public let request: PresentationRequest
    /// Under which the request is signed.
    public let certificate: ShownCertificate

    /// How far clocks may differ, in seconds.
    public static let clockSkew: UInt64 = 300
    private static let leastNonce = 16

    /// Reads the answer to a fetch at a link; `walletNonce` is what the wallet sent with it, nil when nothing.
    public init(
        parsing text: String, from link: PresentationLink, walletNonce: String?, at now: UInt64
    ) throws(PresentationRefusal) {
        let message: CompactJWS
        do throws(JOSEError) {
            message = try CompactJWS(
                parsing: text, type: PresentationRequest.type, maxByteCount: PresentationRequest.maxByteCount)
        } catch { throw .message(error) }
        guard let leaf = message.header.certificates?.first else { throw .certificateMissing }
        do throws(CertificateError) { certificate = try ShownCertificate(leaf) } catch { throw .certificate(error) }
        let claims: JSONObject
        do throws(JOSEError) { claims = try message.verified(by: certificate.key).claims } catch {
            throw .message(error)
        }
        request = try PresentationRequest(claims)
        try check(link, walletNonce, now)
    }

    private func check(_ link: PresentationLink, _ walletNonce: String?, _ now: UInt64) throws(PresentationRefusal) {
        guard request.clientID == link.clientID else { throw .otherClient(request.clientID) }
        guard let address = PresentationLink.address(request.responseURI) else { throw .address(request.responseURI) }
        switch ClientIdentifier(request.clientID) {
        case .certificate(let digest)?:
            guard digest == SHA256.digest(certificate.der) else { throw .otherCertificate }
        case .host(let host)?:
            guard certificate.names.hosts.contains(host) else { throw .otherCertificate }
            guard address.host == host else { throw .address(request.responseURI) }
        case .registered?, .other?, nil: throw .client(request.clientID)
        }
        guard certificate.validity.contains(now) else {
            throw now < certificate.validity.lowerBound
                ? .certificate(.notYetValid(index: 0, from: certificate.validity.lowerBound))
                : .certificate(.expired(index: 0, at: certificate.validity.upperBound))
        }
        guard request.walletNonce == walletNonce || walletNonce == nil else { throw .otherWallet }
        guard request.nonce.utf8.count >= ReceivedPresentationRequest.leastNonce else { throw .weakNonce }
        if let issued = request.issuedAt, issued > now + ReceivedPresentationRequest.clockSkew {
            throw .fromFuture(issued)
        }
        if let end = request.expiry, now >= end + ReceivedPresentationRequest.clockSkew { throw .over(end) }
    }
}
