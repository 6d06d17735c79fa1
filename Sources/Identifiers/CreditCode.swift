/// A unified social credit code (统一社会信用代码) of GB 32100-2015, by which firms and public bodies are known.
public struct CreditCode: Hashable, Sendable, CustomStringConvertible {
    /// The 18 characters.
    public let text: String

    private static let count = 18
    private static let bodyCount = 17
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let values: [Int?] = (0...255).map { alphabet.firstIndex(of: UInt8($0)) }

    /// Reads 18 characters and holds them to the outer check; small letters are refused, not raised.
    ///
    /// The inner check of the organisation code is `organisationCheckHolds`: for some callers an error, for others a
    /// warning.
    public init(_ input: some StringProtocol) throws(CreditCodeError) {
        let characters = ASCII.bytes(input)
        guard characters.count == CreditCode.count else { throw .wrongLength(found: characters.count) }
        let expected = try CreditCode.check(of: characters.prefix(CreditCode.bodyCount))
        let found = characters[CreditCode.bodyCount]
        guard CreditCode.values[Int(found)] != nil else { throw .badCharacter(position: CreditCode.count) }
        guard found == expected else {
            throw .wrongCheck(expected: ASCII.character(expected), found: ASCII.character(found))
        }
        text = ASCII.string(characters)
    }

    /// Makes a code with both checks right: two characters of kind, six digits of division, eight of organisation.
    public init(
        kind: some StringProtocol, division: some StringProtocol, organisation: some StringProtocol
    ) throws(CreditCodeError) {
        let head = ASCII.bytes(kind) + ASCII.bytes(division) + ASCII.bytes(organisation)
        guard head.count == CreditCode.bodyCount - 1 else { throw .wrongLength(found: head.count) }
        let body = head + [OrganisationCode.check(of: head[8...])]
        text = ASCII.string(body + [try CreditCode.check(of: body[...])])
    }

    /// The department that registered it and its class: 11 an authority, 91 a firm, and many more.
    public var kind: String { String(text.prefix(2)) }

    /// Six digits: where it was registered (GB/T 2260, of any year).
    public var division: String { String(text.dropFirst(2).prefix(6)) }

    /// The nine characters of the organisation code (GB 11714), its own check character last.
    public var organisationCode: String { String(text.dropFirst(8).prefix(9)) }

    /// True when the organisation code's own check character is right, as in every code that is registered with care.
    public var organisationCheckHolds: Bool { organisationCode.last == expectedOrganisationCheck }

    /// The check character that the organisation code should end with.
    public var expectedOrganisationCheck: Character {
        ASCII.character(OrganisationCode.check(of: Array(text.utf8)[8..<16]))
    }

    /// True for a body that is plainly invented: PDY00001 to PDY99999 are left free for private use by GB 11714.
    public var isSample: Bool { organisationCode.hasPrefix("PDY") }

    public var description: String { text }

    /// Weights are the powers of 3 modulo 31, and the check makes the sum a multiple of 31.
    private static func check(of body: ArraySlice<UInt8>) throws(CreditCodeError) -> UInt8 {
        var sum = 0
        var weight = 1
        for (index, byte) in body.enumerated() {
            let isInDivision = (2..<8).contains(index)
            guard let value = values[Int(byte)], !isInDivision || value < 10 else {
                throw .badCharacter(position: index + 1)
            }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return alphabet[(31 - sum % 31) % 31]
    }
}

/// Why a text is not a unified social credit code. Positions count from 1.
public enum CreditCodeError: Error, Hashable, Sendable {
    case wrongLength(found: Int)
    /// Not one of the 31 characters; in the division, not a digit.
    case badCharacter(position: Int)
    case wrongCheck(expected: Character, found: Character)
}

/// The check of GB 11714, MOD 11 over eight characters.
private enum OrganisationCode {
    static func check(of body: ArraySlice<UInt8>) -> UInt8 {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body, weights).reduce(0) { $0 + (ASCII.value($1.0) ?? 0) * $1.1 }
        return Array("0X987654321".utf8)[sum % 11]
    }
}
