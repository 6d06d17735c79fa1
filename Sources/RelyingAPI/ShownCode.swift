internal import Credentials
public import Sealing
public import Signing

/// A code that a wallet shows and a clerk scans: a key that was drawn for it alone, and nothing of anybody.
///
/// Who has seen it can seal one link to the wallet that shows it; a node, which knows only its handle, cannot.
public struct ShownCode: Hashable, Sendable {
    /// To which the link of a request is sealed.
    public let key: SealingPublicKey

    private static let scheme = "deedbox://code"
    private static let maxByteCount = 256

    public init(key: SealingPublicKey) { self.key = key }

    /// What the phone shows as a QR code.
    public var text: String { ShownCode.scheme + "?" + FormText([("key", Base64URL.encode(key.bytes))]).encoded }

    /// Reads what a scanner typed; nil for anything else. Spaces and line ends around it are the scanner's own.
    public init?(_ text: String) {
        var scanned = text.drop { $0.isWhitespace }
        while scanned.last?.isWhitespace == true { scanned.removeLast() }
        let clean = String(scanned)
        guard clean.utf8.count <= ShownCode.maxByteCount, let question = clean.firstIndex(of: "?"),
            [ShownCode.scheme, ShownCode.scheme + "/"].contains(String(clean[..<question])),
            let form = FormText(parsing: clean[clean.index(after: question)...]), form.fields.count == 1,
            let key = form["key"].flatMap({ Base64URL.decode($0) }).flatMap({ SealingPublicKey($0) })
        else { return nil }
        self.init(key: key)
    }

    /// True for a text that begins as such a code does.
    public static func isCode(_ text: String) -> Bool { text.hasPrefix(scheme) }

    /// By which a node knows the code: whoever knows the handle alone can neither seal to its key nor tell it.
    public var handle: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.shownCode)
        hasher.update(key.bytes)
        return hasher.finalize()
    }

    /// The link of a request, for the wallet that shows this code.
    public func seal(_ link: RequestLink) -> [UInt8] {
        key.seal(Array(link.link.utf8), for: Purpose.calledLink, context: handle.bytes)
    }

    /// The link that was sealed to a code by its secret key; nil when it does not open or is none.
    public static func open(_ sealed: [UInt8], by key: SealingPrivateKey) -> RequestLink? {
        let code = ShownCode(key: key.publicKey)
        guard let bytes = try? key.open(sealed, for: Purpose.calledLink, context: code.handle.bytes),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return RequestLink(text)
    }
}
