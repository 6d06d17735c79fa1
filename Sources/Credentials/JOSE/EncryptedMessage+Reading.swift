import Signing

extension EncryptedMessage {
    /// Reads a message strictly: five parts, ECDH-ES without a wrapped key, no `crit`, no `zip`.
    public init(parsing text: String, maxByteCount: Int = EncryptedMessage.maxByteCount) throws(JOSEError) {
        let parts = try CompactParts(text, count: 5, maxByteCount: maxByteCount)
        let head = try parts.json(0, .header)
        header = try JWEHeader(parsing: head)
        guard parts.texts[1].isEmpty else { throw .notBase64URL(.encryptedKey) }
        associated = Array(parts.texts[0].utf8)
        nonce = try parts.bytes(2, .initializationVector)
        ciphertext = try parts.bytes(3, .ciphertext)
        tag = try parts.bytes(4, .tag)
        // Shorter tags would be accepted more easily than they are made.
        guard nonce.count == 12 else { throw .notBase64URL(.initializationVector) }
        guard tag.count == 16 else { throw .notBase64URL(.tag) }
        self.text = text
    }
}

extension JWEHeader {
    fileprivate init(parsing element: JSONElement) throws(JOSEError) {
        let open: OpenMembers
        let words: (algorithm: String, encryption: String)
        do throws(JSONError) {
            open = try element.openMembers()
            words = (try open.member("alg").string(), try open.member("enc").string())
        } catch { throw .notJSON(.header, error) }
        for name in ["crit", "zip"] where open.optional(name) != nil { throw .extensionMember(name) }
        guard words.algorithm == JWEHeader.algorithm else {
            throw .algorithm(expected: JWEHeader.algorithm, found: words.algorithm)
        }
        guard let encryption = ContentEncryption(rawValue: words.encryption) else {
            throw .algorithm(expected: "A128GCM or A256GCM", found: words.encryption)
        }
        do throws(JSONError) {
            try self.init(open, encryption)
        } catch { throw .notJSON(.header, error) }
    }

    private init(_ open: OpenMembers, _ encryption: ContentEncryption) throws(JSONError) {
        let key = try open.member("epk")
        ephemeralKey = try JSONWebKey(key)
        guard ephemeralKey.curve == .p256 else { throw key.invalid("must be a key of P-256") }
        keyID = try open.optional("kid").map { (kid) throws(JSONError) in try kid.string(maxByteCount: 512) }
        partyU = try open.optional("apu").map { (apu) throws(JSONError) in try apu.base64URL() } ?? []
        partyV = try open.optional("apv").map { (apv) throws(JSONError) in try apv.base64URL() } ?? []
        self.encryption = encryption
    }
}
