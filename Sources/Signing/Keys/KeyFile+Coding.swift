extension KeyFile {
    /// The name and version of the form, also of the file of a key that is sealed to.
    package static let format = "deedbox-key/1"
    private static let maxByteCount = 8192

    /// Reads a key file strictly: members that it does not know are refused.
    public init(parsing text: some StringProtocol) throws(KeyFileError) {
        do throws(JSONError) {
            self = try JSONElement(parsing: text, maxByteCount: KeyFile.maxByteCount).object(KeyFile.read)
        } catch { throw .notAKeyFile(error) }
    }

    /// The file's text.
    public var encoded: String {
        var object = KeyFile.header(purpose: purpose, name: name, publicKey: publicKey)
        switch content {
        case .plain(let secret): object.append("secret", .string(Base64URL.encode(secret)))
        case .sealed(let sealed): object.append("sealed", .object(sealed.json))
        }
        return JSONValue.object(object).pretty
    }

    /// The public members: the beginning of the file, and what a sealed secret is bound to.
    static func header(purpose: KeyPurpose, name: String, publicKey: PublicKey) -> JSONObject {
        [
            "format": .string(format),
            "purpose": .string(purpose.rawValue),
            "name": .string(name),
            "algorithm": .string(publicKey.algorithm.name),
            "public": .string(Base64URL.encode(publicKey.bytes)),
        ]
    }

    private static func read(_ reader: inout JSONReader) throws(JSONError) -> KeyFile {
        try reader.member("format").exactly(format)
        let purpose = try reader.member("purpose").code(KeyPurpose.self)
        let name = try reader.member("name")
        guard isAllowed(name: try name.string()) else { throw name.invalid(nameRule) }
        let publicKey = try readPublicKey(&reader)
        // A file with both kinds of secret part is refused: the second stays unread.
        let content: Content =
            if let sealed = reader.optionalMember("sealed") {
                .sealed(try sealed.object(SealedSecret.read))
            } else {
                .plain(secret: try reader.member("secret").base64URL(count: 32))
            }
        return KeyFile(purpose: purpose, name: try name.string(), publicKey: publicKey, content: content)
    }

    private static func readPublicKey(_ reader: inout JSONReader) throws(JSONError) -> PublicKey {
        let word = try reader.member("algorithm")
        guard let algorithm = SignatureAlgorithm(name: try word.string()) else {
            throw word.invalid("must be one of " + SignatureAlgorithm.allCases.map(\.name).joined(separator: ", "))
        }
        let point = try reader.member("public")
        guard let key = PublicKey(algorithm, bytes: try point.base64URL(count: algorithm.publicKeyByteCount)) else {
            throw point.invalid("is not a key of \(algorithm.name)")
        }
        return key
    }
}

extension SealedSecret {
    /// The members of a file that hold it.
    package var json: JSONObject {
        [
            "kdf": .string(SealedSecret.keyDerivation),
            "opsLimit": .integer(opsLimit),
            "memLimit": .integer(memLimit),
            "salt": .string(Base64URL.encode(salt)),
            "cipher": .string(SealedSecret.cipher),
            "nonce": .string(Base64URL.encode(nonce)),
            "ciphertext": .string(Base64URL.encode(ciphertext)),
        ]
    }

    /// Reads those members strictly.
    package static func read(_ reader: inout JSONReader) throws(JSONError) -> SealedSecret {
        try reader.member("kdf").exactly(keyDerivation)
        let opsLimit = try reader.member("opsLimit").integer(in: opsLimits)
        let memLimit = try reader.member("memLimit")
        // Argon2 counts in KiB: other numbers would be other texts for the same work.
        guard try memLimit.integer(in: memLimits).isMultiple(of: 1024) else {
            throw memLimit.invalid("must be whole KiB")
        }
        let salt = try reader.member("salt").base64URL(count: saltByteCount)
        try reader.member("cipher").exactly(cipher)
        return SealedSecret(
            opsLimit: opsLimit, memLimit: try memLimit.integer(), salt: salt,
            nonce: try reader.member("nonce").base64URL(count: nonceByteCount),
            ciphertext: try reader.member("ciphertext").base64URL(count: secretByteCount + tagByteCount))
    }
}
