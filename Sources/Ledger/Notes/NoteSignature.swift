internal import Signing

/// One signature line of a note, by whatever key: its bytes are not checked yet.
public struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The four bytes that, with the name, pick the key.
    public let keyID: UInt32
    /// What stands behind the key id.
    public let bytes: [UInt8]

    /// A signature under a name that `NoteKey.isName` accepts, of one byte or more; another is the caller's bug.
    public init(name: String, keyID: UInt32, bytes: [UInt8]) {
        precondition(NoteKey.isName(name), "no key has the name \(name)")
        precondition(!bytes.isEmpty, "a signature without bytes")
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The line without its newline: em dash, space, name, space, base64 of key id and signature.
    public var line: String {
        "\(NoteSignature.dash)\(name) \(Base64.encode(keyID.bigEndianBytes + bytes))"
    }

    /// Reads a line without its newline.
    public init(line: String) throws(NoteError) {
        let prefix = Array(NoteSignature.dash.utf8)
        let utf8 = Array(line.utf8)
        guard utf8.starts(with: prefix) else { throw .signatureLine(line) }
        let parts = utf8.dropFirst(prefix.count)
            .split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .signatureLine(line) }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard NoteKey.isName(name) else { throw .keyName(name) }
        guard let payload = Base64.decode(String(decoding: parts[1], as: UTF8.self)), payload.count > 4 else {
            throw .signatureLine(line)
        }
        self.init(name: name, keyID: UInt32(bigEndianBytes: payload[..<4]), bytes: Array(payload[4...]))
    }

    private static let dash = "\u{2014} "

    /// True when this line names that key, byte for byte.
    func names(_ key: NoteKey) -> Bool {
        keyID == key.id && name.utf8.elementsEqual(key.name.utf8)
    }
}
