public import Signing

extension JSONElement {
    /// A registered name in its form.
    package func name<Name: RegisteredName>(_: Name.Type = Name.self) throws(JSONError) -> Name {
        guard let name = Name(try string()) else { throw invalid("must be " + Name.form) }
        return name
    }

    /// A text in both languages, neither of them empty.
    package func bilingual() throws(JSONError) -> Bilingual {
        try object { (reader) throws(JSONError) in
            Bilingual(zh: try reader.member("zh").someText(), en: try reader.member("en").someText())
        }
    }

    private func someText() throws(JSONError) -> String {
        let text = try string(maxByteCount: Bilingual.maxByteCount)
        guard !text.isEmpty else { throw invalid("must not be empty") }
        return text
    }

    /// A second of UTC, as POSIX seconds.
    func time() throws(JSONError) -> UInt64 {
        guard let time = UTCTime(try string()) else { throw invalid("must be a time like 2026-11-01T00:00:00Z") }
        return time.seconds
    }

    /// A key of a known algorithm in hexadecimal.
    func publicKey(_ algorithm: SignatureAlgorithm) throws(JSONError) -> PublicKey {
        guard let bytes = Hex.decode(try string()), let key = PublicKey(algorithm, bytes: bytes) else {
            throw invalid("must be a public key of \(algorithm.name) in lower-case hexadecimal")
        }
        return key
    }

    /// A key with the name of its algorithm: `Ed25519:<hex>`.
    func publicKey() throws(JSONError) -> PublicKey {
        guard let key = PublicKey(readable: try string()) else {
            throw invalid("must be an algorithm, a colon and a public key in lower-case hexadecimal: Ed25519:1f3a…")
        }
        return key
    }

    /// A sensitivity level.
    package func level() throws(JSONError) -> SensitivityLevel {
        guard let level = SensitivityLevel(try unsigned()) else { throw invalid("must be from 1 to 4") }
        return level
    }

    /// Nil for null.
    package func optional<Value>(
        _ read: (JSONElement) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
        value == .null ? nil : try read(self)
    }

    /// Refuses a list with the same item twice.
    package func distinct<Item: Hashable>(_ items: [Item], _ what: String) throws(JSONError) {
        var seen: Set<Item> = []
        for item in items where !seen.insert(item).inserted { throw invalid("has the same \(what) twice: \(item)") }
    }
}

extension PublicKey {
    /// The algorithm's name, a colon, and the key in hexadecimal.
    public var readable: String { algorithm.name + ":" + Hex.encode(bytes) }

    /// Reads the form that `readable` writes; nil for anything else.
    public init?(readable: String) {
        guard let colon = readable.firstIndex(of: ":"),
            let algorithm = SignatureAlgorithm(name: String(readable[..<colon])),
            let bytes = Hex.decode(readable[readable.index(after: colon)...])
        else { return nil }
        self.init(algorithm, bytes: bytes)
    }
}

extension Bilingual {
    /// The two languages as members.
    package var readable: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}

extension JSONValue {
    /// A number of ours: none passes 63 bits.
    package static func number(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

    /// Null for nil.
    package static func optional(_ value: UInt64?, _ make: (UInt64) -> JSONValue) -> JSONValue {
        value.map(make) ?? .null
    }

    static func time(_ seconds: UInt64) -> JSONValue { .string(UTCTime(seconds: seconds).description) }
}
