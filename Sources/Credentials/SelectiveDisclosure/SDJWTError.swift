public import Signing

/// Why a text is no SD-JWT (RFC 9901) that is accepted; each case is a rejection that its verifier must make.
public enum SDJWTError: Error, Hashable, Sendable {
    case tooLarge(byteCount: Int, limit: Int)
    case tooManyDisclosures(count: Int, limit: Int)
    /// No `~`, or what stands behind the last one is no key-binding JWT.
    case malformed
    case disclosureNotBase64URL(index: Int)
    case disclosureNotJSON(index: Int, JSONError)
    /// Two members in an object, or three in an array.
    case wrongArity(index: Int, expected: Int, found: Int)
    case saltMissing(index: Int)
    /// A disclosure named `_sd` or `...`.
    case reservedName(String)
    /// A disclosure brings a member that is there already.
    case nameTwice(String)
    case digestTwice(String)
    /// No digest refers to the disclosure.
    case unreferenced(index: Int)
    /// `_sd` is no array of strings, or `...` stands where it may not.
    case misplacedDigest(path: String)
    /// `_sd_alg` is another than `sha-256`.
    case digestAlgorithm(String)
    case tooDeep(limit: Int)
    /// A chosen path leads to nothing in the document.
    case nothingAt(ClaimPath)
    case keyBindingMissing
    /// The verifier did not ask for a key binding, and got one.
    case keyBindingUnexpected
    case keyBinding(KeyBindingError)
    /// The document names no key of its holder.
    case holderKeyMissing
}

/// Why a key binding is refused.
public enum KeyBindingError: Error, Hashable, Sendable {
    case jose(JOSEError)
    case claim(JSONError)
    case nonce(found: String)
    case audience(found: String)
    /// It covers other disclosures than those that came with it.
    case otherPresentation
    case tooOld(issued: UInt64, limit: UInt64)
    case fromFuture(issued: UInt64)
}

extension SDJWTError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let byteCount, let limit): "the text has \(byteCount) bytes, at most \(limit) are allowed"
        case .tooManyDisclosures(let count, let limit):
            "the text has \(count) disclosures, at most \(limit) are allowed"
        case .malformed: "the text must be <JWT>~<disclosure>~…~, and then a key-binding JWT or nothing"
        case .disclosureNotBase64URL(let index): "disclosure \(index) is not base64url without padding"
        case .disclosureNotJSON(let index, let error): "disclosure \(index): \(error)"
        case .wrongArity(let index, let expected, let found):
            "disclosure \(index) has \(found) elements, and must have \(expected) where its digest stands"
        case .saltMissing(let index): "disclosure \(index) does not begin with its salt"
        case .reservedName(let name): "a disclosure is named \(name), which only digests use"
        case .nameTwice(let name): "a disclosure brings the member \(name), which is there already"
        case .digestTwice(let digest): "the digest \(digest) stands twice"
        case .unreferenced(let index): "no digest refers to disclosure \(index)"
        case .misplacedDigest(let path): "\(path) is no digest, and stands where only digests may"
        case .digestAlgorithm(let name): "_sd_alg must be sha-256, and is \(name)"
        case .tooDeep(let limit): "more than \(limit) values inside each other"
        case .nothingAt(let path): "the document has nothing at \(path)"
        case .keyBindingMissing: "the holder did not sign the presentation"
        case .keyBindingUnexpected: "the document came as a presentation, with a key-binding JWT"
        case .keyBinding(let error): "key binding: \(error)"
        case .holderKeyMissing: "the document names no key of its holder in cnf.jwk"
        }
    }
}

extension KeyBindingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .jose(let error): "\(error)"
        case .claim(let error): "\(error)"
        case .nonce(let found): "the nonce is another: \(found)"
        case .audience(let found): "it is addressed to \(found)"
        case .otherPresentation: "sd_hash is not that of the document and disclosures that came with it"
        case .tooOld(let issued, let limit): "it was signed at \(issued), more than \(limit) s ago"
        case .fromFuture(let issued): "it was signed at \(issued), which is still to come"
        }
    }
}
