public import Signing

extension KeyStore {
    static let format = "deedbox-keystore/1"
    private static let maxByteCount = 128 << 10

    /// Reads a key store strictly: members that it does not know are refused.
    public init(parsing text: some StringProtocol) throws(KeyFileError) {
        do throws(JSONError) {
            self = try JSONElement(parsing: text, maxByteCount: KeyStore.maxByteCount).object(KeyStore.read)
        } catch { throw .notAKeyFile(error) }
    }

    /// The file's text.
    public var encoded: String {
        var object: JSONObject = [
            "format": .string(KeyStore.format), "kind": .string(kind.rawValue), "name": .string(name),
        ]
        if let plain = locks.plain { object.append("key", .string(Base64URL.encode(plain))) }
        if let passphrase = locks.passphrase { object.append("passphrase", .object(passphrase.json)) }
        if let recovery = locks.recovery { object.append("recovery", .object(recovery.json)) }
        object.append("content", .string(Base64URL.encode(content)))
        return JSONValue.object(object).pretty
    }

    private static func read(_ reader: inout JSONReader) throws(JSONError) -> KeyStore {
        try reader.member("format").exactly(format)
        let kind = try reader.member("kind").code(Kind.self)
        let name = try reader.member("name")
        guard KeyFile.isAllowed(name: try name.string()) else { throw name.invalid(KeyFile.nameRule) }
        var locks = Locks()
        // A file with a plain key and a lock is refused: the lock stays unread.
        if let plain = reader.optionalMember("key") {
            locks.plain = try plain.base64URL(count: SecretKey.byteCount)
        } else {
            locks.passphrase = try reader.optionalMember("passphrase").map(lock)
            locks.recovery = try reader.optionalMember("recovery").map(lock)
            guard locks.passphrase != nil || locks.recovery != nil else {
                throw reader.invalid("has neither a key, nor a passphrase's lock, nor a recovery code's")
            }
        }
        return KeyStore(
            kind: kind, name: try name.string(), locks: locks, content: try reader.member("content").base64URL())
    }

    private static func lock(_ element: JSONElement) throws(JSONError) -> SealedSecret {
        try element.object(SealedSecret.read)
    }
}
