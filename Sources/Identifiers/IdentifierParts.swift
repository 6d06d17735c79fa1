/// The fields of a certificate identifier, each of its form; check and issuer not yet judged.
struct IdentifierParts {
    let type: CertificateTypeCode
    let issuer: String
    let serial: String
    let version: Int
    let check: UInt8
    /// What the check character covers: the four fields before it, without dots or root.
    let body: [UInt8]

    init(_ text: some StringProtocol) throws(CertificateIdentifierError) {
        let characters = ASCII.bytes(text)
        let root = Array((CertificateIdentifier.root + ".").utf8)
        guard characters.starts(with: root) else { throw .wrongRoot }
        let dot = UInt8(ascii: ".")
        let fields = characters[root.count...].split(separator: dot, omittingEmptySubsequences: false)
        guard fields.count == 5 else { throw .wrongFieldCount(found: fields.count) }
        do throws(CertificateTypeCodeError) {
            type = try CertificateTypeCode(ASCII.string(fields[0]))
        } catch { throw .badType(error) }
        guard IdentifierParts.isSerial(fields[2]) else { throw .badSerial }
        issuer = ASCII.string(fields[1])
        serial = ASCII.string(fields[2])
        version = try IdentifierParts.version(fields[3])
        guard let last = fields[4].first, fields[4].count == 1, ASCII.value(last) != nil else { throw .badCheck }
        check = last
        body = fields[..<4].flatMap { $0 }
    }

    static func isSerial(_ field: ArraySlice<UInt8>) -> Bool {
        (1...CertificateIdentifier.maxSerialCount).contains(field.count)
            && field.allSatisfy { ASCII.value($0) != nil }
    }

    private static func version(_ field: ArraySlice<UInt8>) throws(CertificateIdentifierError) -> Int {
        guard field.count == 3, field.allSatisfy(ASCII.isDigit), ASCII.number(field) > 0 else { throw .badVersion }
        return ASCII.number(field)
    }
}

/// Check characters over digits and capitals, which the caller has looked for.
enum CheckCharacter {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// ISO 7064 MOD 37,36.
    static func standard(_ body: [UInt8]) -> UInt8 {
        var product = 36
        for byte in body {
            let sum = (product + (ASCII.value(byte) ?? 0)) % 36
            product = 2 * (sum == 0 ? 36 : sum) % 37
        }
        return alphabet[(37 - product) % 36]
    }

    /// A variant seen in systems in use: letters count one more (A = 11), and the reduction differs.
    static func legacy(_ body: [UInt8]) -> UInt8 {
        var product: Int?
        for byte in body {
            let value = ASCII.value(byte) ?? 0
            let letter = value < 10 ? value : value + 1
            var sum = (product ?? 36) + letter
            if letter > 10, sum > 37 { sum %= 37 } else if letter < 10, sum > 36 { sum %= 36 }
            let rest = sum % 36
            product = 2 * (rest == 0 ? 36 : rest) % 37
        }
        return alphabet[36 - (product ?? 36)]
    }
}
