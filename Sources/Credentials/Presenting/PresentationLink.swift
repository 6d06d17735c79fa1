/// Where a wallet fetches a verifier's request: what a QR code or a link on a page carries. It proves nothing.
public struct PresentationLink: Hashable, Sendable {
    public let clientID: String
    /// `request_uri`.
    public let address: String
    /// True when the wallet fetches by POST, and sends a nonce of its own.
    public let isPosted: Bool

    /// The schemes that wallets listen to: that of the standard, and that of its strict profile.
    public static let schemes = ["openid4vp", "haip-vp"]
    private static let maxByteCount = 8_192

    /// A link to a request.
    public init(clientID: String, address: String, isPosted: Bool) {
        self.clientID = clientID
        self.address = address
        self.isPosted = isPosted
    }

    /// True for a text that begins as such a link does, whatever stands behind.
    public static func isLink(_ text: String) -> Bool {
        schemes.contains { text.utf8.starts(with: ($0 + "://").utf8) }
    }

    /// The link under a scheme.
    public func text(_ scheme: String = PresentationLink.schemes[0]) -> String {
        var fields = [("client_id", clientID), ("request_uri", address)]
        if isPosted { fields.append(("request_uri_method", "post")) }
        return scheme + "://?" + FormText(fields).encoded
    }

    /// Reads a link; nil for any other text, for a request that stands in the link itself, and for an address that is
    /// neither over TLS nor this machine's.
    public init?(_ text: String) {
        guard text.utf8.count <= PresentationLink.maxByteCount, PresentationLink.isLink(text),
            let question = text.firstIndex(of: "?"),
            let form = FormText(parsing: text[text.index(after: question)...]),
            let clientID = form["client_id"], !clientID.isEmpty, form["request"] == nil,
            let address = form["request_uri"], PresentationLink.address(address) != nil
        else { return nil }
        switch form["request_uri_method"] {
        case nil, "get"?: isPosted = false
        case "post"?: isPosted = true
        case _?: return nil
        }
        self.clientID = clientID
        self.address = address
    }

    /// The place of an address that may be asked, its query left out; nil for any other.
    public static func address(_ text: String) -> WebAddress? {
        guard !text.utf8.contains(UInt8(ascii: "#")), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        let place = text.prefix { $0 != "?" }
        return WebAddress(place).flatMap { $0.scheme == .https || $0.isLoopback ? $0 : nil }
    }
}

/// What a wallet sends when it fetches a request by POST (OpenID4VP section 5.10).
public struct PresentationFetch: Hashable, Sendable {
    /// Repeated in the request, so that it was made for this fetch; nil when the wallet sent none.
    public let walletNonce: String?

    public static let maxByteCount = 65_536
    private static let maxNonce = 512

    /// A fetch with this nonce.
    public init(walletNonce: String?) { self.walletNonce = walletNonce }

    /// Reads the form. Metadata of the wallet is not looked at: there is one form of answers.
    public init?(form text: String) {
        guard let form = FormText(parsing: text) else { return nil }
        let nonce = form["wallet_nonce"]
        guard nonce.map({ (1...PresentationFetch.maxNonce).contains($0.utf8.count) }) ?? true else { return nil }
        walletNonce = nonce
    }

    /// The form's text.
    public var form: String { FormText(walletNonce.map { [("wallet_nonce", $0)] } ?? []).encoded }
}
