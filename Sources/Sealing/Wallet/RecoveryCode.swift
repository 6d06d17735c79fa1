internal import Signing

/// A secret that a machine made and a person writes on paper: 28 characters in seven groups. Prints as `<secret>`.
///
/// Twenty-six characters are 130 random bits; the last two are the check of a Reed–Solomon code over 32 elements, so
/// one or two wrong characters, or two that changed places, are always noticed.
public struct RecoveryCode: Sendable, CustomStringConvertible, CustomReflectable {
    /// Crockford's alphabet: digits and capital letters without I, L, O and U.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let dataCount = 26
    private static let groupCount = 4

    private let symbols: [UInt8]

    /// Draws a new code.
    public init() {
        symbols = RecoveryCode.checked(Random.bytes(RecoveryCode.dataCount).map { $0 & 31 })
    }

    /// Reads what a person typed: small letters, spaces and hyphens are as good, O counts as 0, I and L as 1.
    public init(_ text: some StringProtocol) throws(RecoveryCodeError) {
        var symbols: [UInt8] = []
        for character in text.utf8 where character != 0x20 && character != 0x2d {
            guard let symbol = RecoveryCode.symbol(character) else {
                throw .unknownCharacter(position: symbols.count + 1)
            }
            symbols.append(symbol)
        }
        guard symbols.count == RecoveryCode.dataCount + 2 else {
            throw .wrongCount(found: symbols.count, expected: RecoveryCode.dataCount + 2)
        }
        guard RecoveryCode.checked(Array(symbols.prefix(RecoveryCode.dataCount))) == symbols else {
            throw .wrongCheck
        }
        self.symbols = symbols
    }

    /// What is shown once and written down.
    public var text: String {
        let groups = stride(from: 0, to: symbols.count, by: RecoveryCode.groupCount).map { start in
            String(
                decoding: symbols[start..<start + RecoveryCode.groupCount].map { RecoveryCode.alphabet[Int($0)] },
                as: UTF8.self)
        }
        return groups.joined(separator: "-")
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func symbol(_ character: UInt8) -> UInt8? {
        let upper = (0x61...0x7a).contains(character) ? character - 0x20 : character
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: upper).map { UInt8($0) }
        }
    }

    /// The symbols with their two check symbols: the remainder by (x − α)(x − α²), α = 2.
    private static func checked(_ data: [UInt8]) -> [UInt8] {
        var (first, second): (UInt8, UInt8) = (0, 0)
        for symbol in data {
            let lead = symbol ^ first
            // (x − 2)(x − 4) = x² + 6x + 8 over GF(32).
            first = second ^ times(lead, 6)
            second = times(lead, 8)
        }
        return data + [first, second]
    }

    /// The product in GF(32) modulo x⁵ + x² + 1.
    private static func times(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (a, b, product) = (left, right, UInt8(0))
        while b > 0 {
            if b & 1 == 1 { product ^= a }
            a = a & 16 == 0 ? a << 1 : (a << 1 ^ 0b10_0101) & 31
            b >>= 1
        }
        return product
    }
}

/// Why a text is not a recovery code.
public enum RecoveryCodeError: Error, Equatable, Sendable {
    /// Positions count from 1, without spaces and hyphens.
    case unknownCharacter(position: Int)
    case wrongCount(found: Int, expected: Int)
    /// At least one character is another.
    case wrongCheck
}
