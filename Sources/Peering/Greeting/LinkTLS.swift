import NIOCore
import NIOSSL
import Signing

/// TLS 1.3 with a certificate each way; whom a key belongs to is decided by the caller.
struct LinkTLS: Sendable {
    private let client: NIOSSLContext
    private let server: NIOSSLContext

    init(_ key: PrivateKey, limits: PeeringLimits) throws {
        let link = LinkCertificate(key)
        let chain = [NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: link.certificate, format: .der))]
        let secret = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(bytes: link.privateKey, format: .der))
        var client = TLSConfiguration.makeClientConfiguration()
        client.certificateChain = chain
        client.privateKey = secret
        var server = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: secret)
        LinkTLS.narrow(&client, limits)
        LinkTLS.narrow(&server, limits)
        self.client = try NIOSSLContext(configuration: client)
        self.server = try NIOSSLContext(configuration: server)
    }

    /// A certificate is demanded, and its chain is not looked at: the callback compares the key.
    private static func narrow(_ configuration: inout TLSConfiguration, _ limits: PeeringLimits) {
        configuration.minimumTLSVersion = .tlsv13
        configuration.maximumTLSVersion = .tlsv13
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.signingSignatureAlgorithms = [.ecdsaSecp256R1Sha256]
        configuration.verifySignatureAlgorithms = [.ecdsaSecp256R1Sha256]
        configuration.shutdownTimeout = .milliseconds(limits.closeMilliseconds)
    }

    /// The handler of one connection.
    ///
    /// `accepts` is asked for the key of the other side's certificate, nil when it is not one certificate of a P-256
    /// key; only on its word does the handshake go on.
    func handler(dialled: Bool, accepts: @escaping (PublicKey?) -> Bool) throws -> any ChannelHandler {
        let verify: NIOSSLCustomVerificationCallback = { chain, promise in
            promise.succeed(accepts(LinkTLS.key(of: chain)) ? .certificateVerified : .failed)
        }
        return dialled
            ? try NIOSSLClientHandler(context: client, serverHostname: nil, customVerificationCallback: verify)
            : NIOSSLServerHandler(context: server, customVerificationCallback: verify)
    }

    private static func key(of chain: [NIOSSLCertificate]) -> PublicKey? {
        guard chain.count == 1, let info = try? chain[0].extractPublicKey().toSPKIBytes() else { return nil }
        return LinkCertificate.key(inKeyInfo: info)
    }

    /// The library's error as one of ours.
    static func end(_ error: any Error) -> LinkEnd {
        if let refusal = error as? LinkRefusal { return .refused(refusal) }
        let words = String(describing: error)
        if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return end(tls: words)
        }
        return error is IOError || error is ChannelError ? .closedByPeer : .unreachable(bounded(words))
    }

    /// BoringSSL's reasons have no numbers in the library's interface, only words.
    private static func end(tls words: String) -> LinkEnd {
        let says: (String) -> Bool = { words.contains($0) }
        if says("uncleanShutdown") || says("UNCLEAN_SHUTDOWN") { return .closedByPeer }
        if says("ALERT_CERTIFICATE_UNKNOWN") || says("ALERT_BAD_CERTIFICATE") || says("ALERT_UNKNOWN_CA") {
            return .handshake(.ourCertificateRefused)
        }
        // With one algorithm on offer, a side without a P-256 certificate finds nothing in common and says so itself.
        if says("PEER_DID_NOT_RETURN_A_CERTIFICATE") || says("NO_COMMON_SIGNATURE_ALGORITHMS")
            || says("ALERT_HANDSHAKE_FAILURE") || says("WRONG_SIGNATURE_TYPE") || says("UNKNOWN_CERTIFICATE_TYPE")
            || says("BAD_ECC_CERT")
        {
            return .handshake(.certificate)
        }
        if says("WRONG_VERSION_NUMBER") || says("UNSUPPORTED_PROTOCOL") || says("HTTP_REQUEST")
            || says("PROTOCOL_VERSION") || says("HTTPS_PROXY_REQUEST")
        {
            return .handshake(.notTLS13)
        }
        return .handshake(.failed(bounded(words)))
    }

    static func bounded(_ words: String) -> String { String(words.prefix(200)) }
}
