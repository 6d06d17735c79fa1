internal import CSodium
internal import Signing

/// A password as it is kept: Argon2id (RFC 9106) by libsodium, with its parameters and salt in the text.
struct PasswordHash: Sendable {
    /// `$argon2id$v=19$m=…`.
    let text: String

    /// Passes and memory of a new hash: libsodium's interactive limits, 64 MiB.
    private static let operations = UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE)
    private static let memory = Int(crypto_pwhash_MEMLIMIT_INTERACTIVE)

    /// A hash that is kept already.
    init(stored text: String) { self.text = text }

    /// Hashes a password under a fresh salt.
    init(_ password: Password) {
        LibSodium.start()
        var output = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let letters = password.text.utf8.map { CChar(bitPattern: $0) }
        let status = unsafe crypto_pwhash_str_alg(
            &output, letters, UInt64(letters.count), PasswordHash.operations, PasswordHash.memory,
            crypto_pwhash_ALG_ARGON2ID13)
        precondition(status == 0, "no memory for hashing a password")
        text = String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// True for the password that was hashed.
    func matches(_ password: Password) -> Bool {
        LibSodium.start()
        let letters = password.text.utf8.map { CChar(bitPattern: $0) }
        let stored = text.utf8.map { CChar(bitPattern: $0) } + [0]
        guard stored.count <= Int(crypto_pwhash_STRBYTES) else { return false }
        let padded = stored + [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES) - stored.count)
        return unsafe crypto_pwhash_str_verify(padded, letters, UInt64(letters.count)) == 0
    }

    /// A hash of nobody's password: looking at it takes as long as looking at one's own.
    static let nobody = PasswordHash(Password(unchecked: Base64URL.encode(Random.bytes(24))))
}

/// A password within its limits. Prints as `<secret>`.
public struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    /// At least so many characters; nothing is asked of their kinds (NIST SP 800-63B).
    public static let minCount = 12
    public static let maxByteCount = 256

    /// Nil when it is too short or too long to be a new password.
    public init?(_ text: String) {
        guard text.count >= Password.minCount, text.utf8.count <= Password.maxByteCount else { return nil }
        self.text = text
    }

    /// What somebody typed: any text within the limit of length.
    public init?(typed text: String) {
        guard text.utf8.count <= Password.maxByteCount else { return nil }
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bytes compared in a time that does not depend on where they differ.
enum SameBytes {
    static func compare(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }
}

/// The library's start, done once.
enum LibSodium {
    private static let started: Bool = sodium_init() >= 0

    static func start() { precondition(started, "libsodium did not start: no random source") }
}
