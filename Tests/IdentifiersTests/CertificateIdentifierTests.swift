import Identifiers
import Testing

@Suite struct CertificateIdentifierTests {
    private static let root = "1.2.156.3005.2."
    private static let published = [
        "11100000000013338W011.11430000006122244L.20230000403.001.U",
        "11100000000013338W011.11430000006122244L.20230000403.002.S",
        "11100000000013338W032.11220000013544541J.2430599.001.F",
        "11100000000013338W009.11330105002500287C.2025052201.002.0",
    ].map { root + $0 }
    /// Each with the check character that the legacy variant has in its place.
    private static let invented: [(text: String, legacy: Character)] = [
        ("11100000000013127D001.11370406PDY000036P.370406199001010011.001.E", "I"),
        ("11100000MB0143028R001.11370406PDY000036P.91370406PDY00001XL.001.P", "D"),
        ("11100000MB0143028R001.11370406PDY000036P.91370406PDY00001XL.002.N", "B"),
        ("11100000MB03271699001.11370000PDY0001085.LU2025ZZ0000001.001.M", "C"),
        ("111000000000131433001.11370406PDY000036P.J3704062025000001.001.M", "7"),
        ("11100000000013338W009.11440310PDY0001169.2025052201.002.Z", "8"),
        ("11370406PDY000036P901.11370406PDY000036P.209FA4E88F9E4C878F3E9BED2CE7EA49.001.6", "3"),
        ("11370406PDY000036P902.11370406PDY000036P.ZZZZZZZZZZ.999.A", "G"),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.2", "H"),
    ].map { (root + $0.0, $0.1) }
    /// What stands behind the root, and why it is refused.
    private static let refused: [(String, CertificateIdentifierError)] = [
        ("11370406PDY000036P903.11370406PDY000036P.0.001", .wrongFieldCount(found: 4)),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.2.", .wrongFieldCount(found: 6)),
        ("11370406PDY000036P90.11370406PDY000036P.0.001.2", .badType(.wrongLength(found: 20))),
        ("11370406PDY000036P9A3.11370406PDY000036P.0.001.2", .badType(.badSequence)),
        ("11370406PDY000036P000.11370406PDY000036P.0.001.2", .badType(.badSequence)),
        ("11370406PDY000036Q903.11370406PDY000036P.0.001.2", .badType(.badDefiner(wrongCheck))),
        ("11370406PDY000036P903.11370406PDY000036Q.0.001.2", .badIssuer(wrongCheck)),
        ("11370406PDY000036P903.11370406PDY000036P..001.2", .badSerial),
        ("11370406PDY000036P903.11370406PDY000036P.0a.001.2", .badSerial),
        ("11370406PDY000036P903.11370406PDY000036P.0-1.001.2", .badSerial),
        ("11370406PDY000036P903.11370406PDY000036P.0１.001.2", .badSerial),
        ("11370406PDY000036P903.11370406PDY000036P.0.1.2", .badVersion),
        ("11370406PDY000036P903.11370406PDY000036P.0.000.2", .badVersion),
        ("11370406PDY000036P903.11370406PDY000036P.0.00A.2", .badVersion),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.", .badCheck),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.22", .badCheck),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.z", .badCheck),
        ("11370406PDY000036P903.11370406PDY000036P.0.001.3", .wrongCheck(expected: "2", found: "3")),
    ]
    private static let wrongCheck = CreditCodeError.wrongCheck(expected: "P", found: "Q")
    private static let divisionAsIssuer = root + "11100000MB03271699022.340100.000000016.001.9"
    private static let legacyInUse =
        root + "11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M"

    @Test(arguments: published + invented.map(\.text))
    func `an identifier with a right check is read and written alike`(_ text: String) throws {
        #expect(try CertificateIdentifier(text).text == text)
        let imported = try ImportedIdentifier(text)
        #expect(imported.deviations.isEmpty)
        #expect(try imported.identifier == CertificateIdentifier(text))
    }

    @Test(arguments: published + invented.map(\.text))
    func `an identifier is made again from its parts`(_ text: String) throws {
        let read = try CertificateIdentifier(text)
        let made = try CertificateIdentifier(
            type: read.type, issuer: read.issuer, serial: read.serial, version: read.version)
        #expect(made == read)
    }

    @Test func `the parts of an identifier are what its fields say`() throws {
        let identifier = try CertificateIdentifier(Self.published[1])
        #expect(identifier.type.text == "11100000000013338W011")
        #expect(identifier.type.definer.text == "11100000000013338W")
        #expect(identifier.type.sequence == 11)
        #expect(identifier.issuer.text == "11430000006122244L")
        #expect(identifier.serial == "20230000403")
        #expect(identifier.version == 2)
        #expect(identifier.check == "S")
    }

    @Test(arguments: invented)
    func `the legacy check is told from a wrong one, and taken only on import`(
        _ text: String, _ legacy: Character
    ) throws {
        let right = try #require(text.last)
        let deviant = text.dropLast() + String(legacy)
        #expect(throws: CertificateIdentifierError.legacyCheck(expected: right, found: legacy)) {
            try CertificateIdentifier(deviant)
        }
        let imported = try ImportedIdentifier(deviant)
        #expect(imported.deviations == [.legacyCheck(expected: right)])
        #expect(imported.identifier == nil)
    }

    @Test func `the legacy identifier of a system in use is recognised`() throws {
        #expect(throws: CertificateIdentifierError.legacyCheck(expected: "D", found: "M")) {
            try CertificateIdentifier(Self.legacyInUse)
        }
        #expect(try ImportedIdentifier(Self.legacyInUse).deviations == [.legacyCheck(expected: "D")])
    }

    @Test func `a division in place of the issuer is taken only on import`() throws {
        #expect(throws: CertificateIdentifierError.badIssuer(.wrongLength(found: 6))) {
            try CertificateIdentifier(Self.divisionAsIssuer)
        }
        let imported = try ImportedIdentifier(Self.divisionAsIssuer)
        #expect(imported.deviations == [.divisionAsIssuer("340100")])
        #expect(imported.issuer == nil)
        #expect(imported.identifier == nil)
        #expect(throws: CertificateIdentifierError.wrongCheck(expected: "9", found: "8")) {
            try ImportedIdentifier(Self.divisionAsIssuer.dropLast() + "8")
        }
    }

    @Test(arguments: refused)
    func `a text that is no identifier is refused with its reason, also on import`(
        _ text: String, _ reason: CertificateIdentifierError
    ) {
        #expect(throws: reason) { try CertificateIdentifier(Self.root + text) }
        #expect(throws: reason) { try ImportedIdentifier(Self.root + text) }
    }

    @Test(arguments: [
        "1.2.156.3005.3.11370406PDY000036P903.11370406PDY000036P.0.001.2", "1.2.156.3005.2", "",
        "11370406PDY000036P903.11370406PDY000036P.0.001.2",
    ])
    func `an identifier under another root is refused`(_ text: String) {
        #expect(throws: CertificateIdentifierError.wrongRoot) { try CertificateIdentifier(text) }
    }

    @Test func `a serial has at most 64 characters`() throws {
        let issuer = try CreditCode("11370406PDY000036P")
        let type = try CertificateTypeCode(definer: issuer, sequence: 901)
        let longest = String(repeating: "0", count: 64)
        let made = try CertificateIdentifier(type: type, issuer: issuer, serial: longest, version: 1)
        #expect(try CertificateIdentifier(made.text) == made)
        #expect(throws: CertificateIdentifierError.badSerial) {
            try CertificateIdentifier(type: type, issuer: issuer, serial: longest + "0", version: 1)
        }
        #expect(throws: CertificateIdentifierError.badSerial) {
            try CertificateIdentifier(made.text.replacing(longest, with: longest + "0"))
        }
    }

    @Test func `an identifier is not made of parts that do not fit`() throws {
        let issuer = try CreditCode("11370406PDY000036P")
        let type = try CertificateTypeCode(definer: issuer, sequence: 901)
        #expect(throws: CertificateIdentifierError.badVersion) {
            try CertificateIdentifier(type: type, issuer: issuer, serial: "1", version: 0)
        }
        #expect(throws: CertificateIdentifierError.badVersion) {
            try CertificateIdentifier(type: type, issuer: issuer, serial: "1", version: 1000)
        }
        #expect(throws: CertificateIdentifierError.badSerial) {
            try CertificateIdentifier(type: type, issuer: issuer, serial: "鲁1", version: 1)
        }
        #expect(throws: CertificateTypeCodeError.badSequence) {
            try CertificateTypeCode(definer: issuer, sequence: 1000)
        }
    }

    @Test(arguments: invented.map(\.text))
    func `any one character exchanged for another is caught`(_ text: String) {
        let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for mutant in Mutants.substitutions(of: String(text.dropFirst(Self.root.count)), by: alphabet) {
            #expect((try? CertificateIdentifier(Self.root + mutant)) == nil, "\(mutant) was accepted")
        }
    }

    @Test(arguments: invented.map(\.text))
    func `any two neighbours exchanged are caught`(_ text: String) {
        for mutant in Mutants.swaps(of: String(text.dropFirst(Self.root.count))) {
            #expect((try? CertificateIdentifier(Self.root + mutant)) == nil, "\(mutant) was accepted")
        }
    }

    @Test func `printing an identifier does not show its serial`() throws {
        let identifier = try CertificateIdentifier(Self.invented[0].text)
        #expect("\(identifier)" == Self.root + "11100000000013127D001.11370406PDY000036P.***.001.E")
        let imported = try ImportedIdentifier(Self.invented[0].text)
        var dumped = "\(imported)" + String(reflecting: imported)
        dump(identifier, to: &dumped)
        dump(imported, to: &dumped)
        #expect(!dumped.contains(identifier.serial))
    }
}
