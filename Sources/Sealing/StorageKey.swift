public import Signing

/// Seals single fields of a desk's database at rest, each bound to the place where it stands.
public struct StorageKey: Sendable {
    private let key: SecretKey

    public init(_ key: SecretKey) { self.key = key }

    /// Seals a field; `place` names table, column and row, so that a value moved elsewhere does not open.
    public func seal(_ value: [UInt8], at place: String) -> [UInt8] {
        key.seal(value, context: Purpose.storedField + Array(place.utf8))
    }

    /// The value that was sealed for that place.
    public func open(_ sealed: [UInt8], at place: String) throws(SealingError) -> [UInt8] {
        try key.open(sealed, context: Purpose.storedField + Array(place.utf8))
    }

    /// A blind index of a value: equal values of one column are found by it, and nobody without the key can guess.
    public func index(_ value: [UInt8], of column: String) -> Digest {
        let secret = Primitives.derive(key.bytes, salt: Purpose.storedField, info: Array(column.utf8))
        guard let digest = Digest(Primitives.authenticate(value, by: secret)) else {
            preconditionFailure("an HMAC-SHA256 has 32 bytes")
        }
        return digest
    }
}
