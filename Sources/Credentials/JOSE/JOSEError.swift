public import Signing

/// Why a text is no JOSE message that is accepted here.
public enum JOSEError: Error, Hashable, Sendable {
    case tooLarge(byteCount: Int, limit: Int)
    /// The parts between dots are more or fewer.
    case partCount(expected: Int, found: Int)
    /// A part is not base64url without padding, in its one canonical form.
    case notBase64URL(JOSEPart)
    case notJSON(JOSEPart, JSONError)
    /// `typ` names another kind of message, or none.
    case type(expected: String, found: String?)
    /// `alg` or `enc` is another than the one that is allowed there.
    case algorithm(expected: String, found: String)
    /// `crit`, `b64` or `zip`: members that change what a message means.
    case extensionMember(String)
    /// The header does not name a key in the one way that is asked for.
    case keyMissing
    case wrongSignature
    /// The message was sealed to another key, or altered.
    case notDecrypted
    /// The key that it was sealed with is no point of the curve.
    case badKey
}

/// The parts of a compact message.
public enum JOSEPart: String, Hashable, Sendable {
    case header
    case payload
    case signature
    case encryptedKey = "encrypted key"
    case initializationVector = "initialization vector"
    case ciphertext
    case tag = "authentication tag"
}

extension JOSEError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let byteCount, let limit): "the text has \(byteCount) bytes, at most \(limit) are allowed"
        case .partCount(let expected, let found): "the text has \(found) parts between dots, and must have \(expected)"
        case .notBase64URL(let part): "the \(part.rawValue) is not base64url without padding"
        case .notJSON(let part, let error): "the \(part.rawValue): \(error)"
        case .type(let expected, let found): "typ must be \(expected), and is \(found ?? "missing")"
        case .algorithm(let expected, let found): "the algorithm must be \(expected), and is \(found)"
        case .extensionMember(let name): "the header has \(name), which is not allowed"
        case .keyMissing: "the header must name its key in the one way that is asked for"
        case .wrongSignature: "the signature is not that of the key"
        case .notDecrypted: "the message was sealed to another key, or was altered"
        case .badKey: "the sender's key is no point of the curve"
        }
    }
}
