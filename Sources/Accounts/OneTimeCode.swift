internal import Crypto
internal import Foundation
internal import Signing

/// The secret of a one-time code (TOTP, RFC 6238 with SHA-1, six digits, 30 seconds: what the apps on phones take).
///
/// Prints as `<secret>`.
public struct CodeSecret: Sendable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]

    public static let byteCount = 20
    static let stepSeconds: UInt64 = 30
    /// How many steps a phone's clock may be off, to either side.
    static let drift: UInt64 = 1

    /// Draws a new secret.
    public init() { bytes = Random.bytes(CodeSecret.byteCount) }

    /// A secret that is known; RFC 4226 asks for 16 bytes or more.
    package init?(_ bytes: [UInt8]) {
        guard (16...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// The secret as apps take it: base32 without padding.
    public init?(base32 text: String) {
        guard let bytes = Base32.decode(text), let secret = CodeSecret(bytes) else { return nil }
        self = secret
    }

    public var base32: String { Base32.encode(bytes) }

    /// The address that apps read from a QR code.
    public func address(issuer: String, account: String) -> String {
        let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32)&issuer=\(escaped(issuer))"
    }

    /// The code of the step that holds this second.
    public func code(at second: UInt64) -> String { code(step: second / CodeSecret.stepSeconds, digits: 6) }

    /// The step whose code this is, near that second and after the last one used; nil when the code is of none.
    ///
    /// Every step in reach is computed and compared, so the time taken tells nothing.
    func step(of code: String, at second: UInt64, after last: UInt64?) -> UInt64? {
        let now = second / CodeSecret.stepSeconds
        let first = now - min(now, CodeSecret.drift)
        var found: UInt64?
        for step in first...(now + CodeSecret.drift) {
            let isSame = SameBytes.compare(Array(self.code(step: step, digits: 6).utf8), Array(code.utf8))
            if isSame, last.map({ step > $0 }) ?? true, found == nil { found = step }
        }
        return found
    }

    /// HOTP (RFC 4226 section 5.3).
    package func code(step: UInt64, digits: Int) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * UInt64($0))) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[19] & 15)
        let word = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { value, _ in value * 10 }
        let text = String(word % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Base32 (RFC 4648 section 6) without padding.
package enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        var bits = 0
        var value = 0
        for byte in bytes {
            value = value << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                output.append(letters[value >> bits & 31])
            }
            value &= (1 << bits) - 1
        }
        if bits > 0 { output.append(letters[value << (5 - bits) & 31]) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Nil for anything but the one encoding of some bytes; lower case is taken as people type it.
    package static func decode(_ text: String) -> [UInt8]? {
        var output: [UInt8] = []
        var bits = 0
        var value = 0
        for character in text.uppercased().utf8 {
            guard let digit = letters.firstIndex(of: character) else { return nil }
            value = value << 5 | digit
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            output.append(UInt8(value >> bits & 255))
            value &= (1 << bits) - 1
        }
        return encode(output) == text.uppercased() ? output : nil
    }
}
