public import Signing

/// The answer of the nonce endpoint (OpenID4VCI section 7.2): a value that key proofs must contain.
public struct CredentialNonce: Hashable, Sendable {
    public let value: String

    /// The answer with this value.
    public init(_ value: String) { self.value = value }

    /// Reads the answer.
    public init(parsing text: [UInt8]) throws(JSONError) {
        value = try JSONElement.reading(text, max: 16_384).text("c_nonce", max: 1_024)
    }

    /// The body of the answer.
    public var encoded: [UInt8] { JSONBytes.of(["c_nonce": .string(value)]) }
}
