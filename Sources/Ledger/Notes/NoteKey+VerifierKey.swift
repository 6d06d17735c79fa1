internal import Signing

extension NoteKey {
    /// The verifier key: name, eight hexadecimal digits of the id, base64 of type byte and key, joined by `+`.
    public var vkey: String {
        name + "+" + Hex.encode(id.bigEndianBytes) + "+" + Base64.encode([role.rawValue] + publicKey)
    }

    /// Reads a verifier key in its one form; nil for anything else.
    public init?(vkey: String) {
        guard let key = try? NoteKey(parsing: vkey) else { return nil }
        self = key
    }

    /// Reads a verifier key in its one form, and says what is wrong with any other.
    public init(parsing vkey: String) throws(NoteError) {
        // Base64 may hold a plus, a name never does.
        let parts = vkey.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard vkey.utf8.count <= NoteKey.maxNameByteCount + 64, parts.count == 3 else { throw .verifierKey(vkey) }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard NoteKey.isName(name) else { throw .keyName(name) }
        guard parts[1].count == 8, let id = Hex.decode(Substring(parts[1])),
            let material = Base64.decode(Substring(parts[2])), let type = material.first
        else { throw .verifierKey(vkey) }
        guard let role = Role(rawValue: type) else { throw .keyType(type) }
        guard material.count == NoteKey.byteCount + 1 else { throw .verifierKey(vkey) }
        self.init(name: name, role: role, publicKey: Array(material.dropFirst()))
        let found = UInt32(bigEndianBytes: id)
        guard found == self.id else { throw .keyID(expected: self.id, found: found) }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }

    /// The number that the bytes write, the highest first; no more of them than it has.
    init(bigEndianBytes bytes: some Collection<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}
