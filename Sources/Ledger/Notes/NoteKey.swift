internal import Signing

/// A key that signs notes, as C2SP names it: by name and a four-byte id.
public struct NoteKey: Hashable, Sendable {
    /// What the key signs: the type byte of signed-note.
    public enum Role: UInt8, Sendable, CaseIterable {
        /// The note text itself, in the name of the log.
        case log = 0x01
        /// A checkpoint together with the time at which it was seen.
        case cosigner = 0x04
    }

    public let name: String
    public let role: Role
    /// Thirty-two bytes, Ed25519.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ newline ‖ type byte ‖ public key).
    public let id: UInt32

    /// A key under a name that `NoteKey.isName` accepts, of 32 bytes; another is the caller's bug.
    public init(name: String, role: Role, publicKey: [UInt8]) {
        precondition(NoteKey.isName(name), "no key has the name \(name)")
        precondition(publicKey.count == NoteKey.byteCount, "an Ed25519 key of \(publicKey.count) bytes")
        self.name = name
        self.role = role
        self.publicKey = publicKey
        id = NoteKey.id(name: name, role: role, publicKey: publicKey)
    }

    /// Bytes of a public key.
    public static let byteCount = 32
    /// Most UTF-8 bytes of a name.
    public static let maxNameByteCount = 255

    /// True for a name that a key may have: not empty, no white space, no plus, no control character.
    public static func isName(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= maxNameByteCount else { return false }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "+") }
        // What Unicode calls white space is looked up only where there is more than ASCII.
        return isPlain
            || text.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
            }
    }

    /// True when the bytes are this key's signature over the message.
    func verifies(_ signature: some Collection<UInt8>, over message: [UInt8]) -> Bool {
        PublicKey(.ed25519, bytes: publicKey)?.verifies(Array(signature), over: message) ?? false
    }

    private static func id(name: String, role: Role, publicKey: [UInt8]) -> UInt32 {
        var hasher = SHA256()
        hasher.update(name.utf8)
        hasher.update([UInt8(ascii: "\n"), role.rawValue])
        hasher.update(publicKey)
        return UInt32(truncatingIfNeeded: hasher.finalize().words.0 >> 32)
    }
}
