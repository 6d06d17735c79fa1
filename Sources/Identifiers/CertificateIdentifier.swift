/// The identifier of an electronic certificate (电子证照标识) of GB/T 36904: type, issuer, serial, version, check.
public struct CertificateIdentifier: Hashable, Sendable {
    public let type: CertificateTypeCode
    public let issuer: CreditCode
    /// Digits and capitals. Often a citizen number, so the whole is personal data.
    public let serial: String
    /// 1 at first issue, one more at each change.
    public let version: Int
    /// ISO 7064 MOD 37,36 over the four parts.
    public let check: Character

    /// The object identifier under which all certificates stand.
    public static let root = "1.2.156.3005.2"
    /// Longest serial.
    public static let maxSerialCount = 64

    /// Reads an identifier as the standard writes it; what only systems in use accept is refused.
    public init(_ text: some StringProtocol) throws(CertificateIdentifierError) {
        let parts = try IdentifierParts(text)
        type = parts.type
        do throws(CreditCodeError) { issuer = try CreditCode(parts.issuer) } catch { throw .badIssuer(error) }
        serial = parts.serial
        version = parts.version
        check = ASCII.character(parts.check)
        let expected = CheckCharacter.standard(parts.body)
        guard parts.check != expected else { return }
        if parts.check == CheckCharacter.legacy(parts.body) {
            throw .legacyCheck(expected: ASCII.character(expected), found: check)
        }
        throw .wrongCheck(expected: ASCII.character(expected), found: check)
    }

    /// Makes an identifier with its check character.
    public init(
        type: CertificateTypeCode, issuer: CreditCode, serial: some StringProtocol, version: Int
    ) throws(CertificateIdentifierError) {
        guard (1...999).contains(version) else { throw .badVersion }
        let serialBytes = ASCII.bytes(serial)
        guard IdentifierParts.isSerial(serialBytes[...]) else { throw .badSerial }
        let body = Array((type.text + issuer.text).utf8) + serialBytes + ASCII.digits(version, count: 3).utf8
        self.type = type
        self.issuer = issuer
        self.serial = ASCII.string(serialBytes)
        self.version = version
        check = ASCII.character(CheckCharacter.standard(body))
    }

    /// The whole identifier, root first.
    public var text: String { text(serial: serial) }

    private func text(serial: String) -> String {
        [
            CertificateIdentifier.root, type.text, issuer.text, serial, ASCII.digits(version, count: 3),
            String(check),
        ].joined(separator: ".")
    }
}

extension CertificateIdentifier: CustomStringConvertible, CustomReflectable {
    /// The identifier without its serial, so that no log shows whose certificate it is.
    public var description: String { text(serial: "***") }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is not the identifier of an electronic certificate.
public enum CertificateIdentifierError: Error, Hashable, Sendable {
    /// It does not begin with 1.2.156.3005.2 and a dot.
    case wrongRoot
    /// Behind the root stand five fields.
    case wrongFieldCount(found: Int)
    case badType(CertificateTypeCodeError)
    case badIssuer(CreditCodeError)
    /// Not 1 to 64 digits and capitals.
    case badSerial
    /// Not three digits from 001 to 999.
    case badVersion
    /// Not one digit or capital.
    case badCheck
    case wrongCheck(expected: Character, found: Character)
    /// The check character of a variant that some systems compute: to be taken on import with a note, never issued.
    case legacyCheck(expected: Character, found: Character)
}
