/// The code of a certificate type (证照类型代码) of GB/T 36904: who defines the type, and its number with that body.
public struct CertificateTypeCode: Hashable, Sendable, CustomStringConvertible {
    /// The body that defines the type.
    public let definer: CreditCode
    /// From 1 to 999.
    public let sequence: Int

    /// Characters of a code.
    public static let count = 21

    /// Reads 21 characters: a credit code and three digits.
    public init(_ input: some StringProtocol) throws(CertificateTypeCodeError) {
        let characters = ASCII.bytes(input)
        guard characters.count == CertificateTypeCode.count else { throw .wrongLength(found: characters.count) }
        let digits = characters[18...]
        guard digits.allSatisfy(ASCII.isDigit) else { throw .badSequence }
        let definer: CreditCode
        do throws(CreditCodeError) {
            definer = try CreditCode(ASCII.string(characters[..<18]))
        } catch { throw .badDefiner(error) }
        try self.init(definer: definer, sequence: ASCII.number(digits))
    }

    /// The type of this number with this body.
    public init(definer: CreditCode, sequence: Int) throws(CertificateTypeCodeError) {
        guard (1...999).contains(sequence) else { throw .badSequence }
        self.definer = definer
        self.sequence = sequence
    }

    /// The 21 characters.
    public var text: String { definer.text + ASCII.digits(sequence, count: 3) }

    public var description: String { text }
}

/// Why a text is not the code of a certificate type.
public enum CertificateTypeCodeError: Error, Hashable, Sendable {
    case wrongLength(found: Int)
    case badDefiner(CreditCodeError)
    /// Not three digits from 001 to 999.
    case badSequence
}
