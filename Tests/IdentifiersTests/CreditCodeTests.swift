import Identifiers
import Testing

@Suite struct CreditCodeTests {
    private static let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    private static let invented = [
        "91370406PDY00001XL", "91440310PDY000028J", "91370406PDY0000600", "91370406PDY000044A",
        "91370406PDY000124X", "91370406PDY000247Y", "11370406PDY000036P", "11370000PDY0001085",
        "11440310PDY0001169", "12370000PDY0000444", "52370400PDY000052F", "93370406PDY000060R",
        "92370406PDY000079R", "91370400PDY999994R",
    ]
    private static let published = [
        "91350100M000100Y43", "91110000600037341L", "11100000000013338W", "11100000MB0143028R",
        "11100000MB03271699", "111000000000131433", "11100000000013127D",
    ]

    @Test(arguments: invented + published)
    func `a code with a right check is read, and its inner check holds`(_ text: String) throws {
        let code = try CreditCode(text)
        #expect(code.text == text)
        #expect("\(code)" == text)
        #expect(code.organisationCheckHolds)
    }

    @Test(arguments: invented)
    func `an invented code knows that it is a sample`(_ text: String) throws {
        #expect(try CreditCode(text).isSample)
    }

    @Test(arguments: published)
    func `a published code is no sample`(_ text: String) throws {
        #expect(try !CreditCode(text).isSample)
    }

    @Test func `the parts of a code are what its characters say`() throws {
        let code = try CreditCode("91370406PDY00001XL")
        #expect(code.kind == "91")
        #expect(code.division == "370406")
        #expect(code.organisationCode == "PDY00001X")
        #expect(code.expectedOrganisationCheck == "X")
    }

    @Test(arguments: [
        ("91370406PDY00001XK", CreditCodeError.wrongCheck(expected: "L", found: "K")),
        ("91370406PDY00OO1XL", .badCharacter(position: 14)),
        ("913704o6PDY00001XL", .badCharacter(position: 7)),
        ("91370406pdy00001xl", .badCharacter(position: 9)),
        ("91370406PDY00001XI", .badCharacter(position: 18)),
        ("9137040APDY00001XL", .badCharacter(position: 8)),
        ("91370406PDY00001X", .wrongLength(found: 17)),
        ("9137 0406PDY00001XL", .wrongLength(found: 19)),
        ("9137 406PDY00001XL", .badCharacter(position: 5)),
        ("９1370406PDY00001XL", .badCharacter(position: 1)),
        ("91370406PDY00001XL\n", .wrongLength(found: 19)),
        ("", .wrongLength(found: 0)),
    ])
    func `a text that is no code is refused with its reason`(_ text: String, _ reason: CreditCodeError) {
        #expect(throws: reason) { try CreditCode(text) }
    }

    @Test(arguments: ["I", "O", "Z", "S", "V"])
    func `the five letters that look like others are no characters of a code`(_ letter: String) {
        #expect(throws: CreditCodeError.badCharacter(position: 12)) {
            try CreditCode("91370406PDY\(letter)0001XL")
        }
    }

    @Test(arguments: ["Y1370406PDY00001X", "N2370406PDY00001X", "A1370406PDY00001X"])
    func `departments beyond the usual digits are read`(_ body: String) {
        let codes = Self.alphabet.compactMap { try? CreditCode(body + String($0)) }
        #expect(codes.count == 1)
    }

    @Test func `a wrong inner check under a right outer one is reported, not refused`() throws {
        let codes = Self.alphabet.compactMap { try? CreditCode("91370406PDY000010" + String($0)) }
        let code = try #require(codes.first)
        #expect(codes.count == 1)
        #expect(!code.organisationCheckHolds)
        #expect(code.expectedOrganisationCheck == "X")
    }

    @Test(arguments: invented)
    func `a code is made again from its parts`(_ text: String) throws {
        let code = try CreditCode(text)
        let organisation = code.organisationCode.dropLast()
        #expect(try CreditCode(kind: code.kind, division: code.division, organisation: organisation) == code)
    }

    @Test func `a code is not made of parts that do not fit`() {
        #expect(throws: CreditCodeError.wrongLength(found: 15)) {
            try CreditCode(kind: "91", division: "37040", organisation: "PDY00001")
        }
        #expect(throws: CreditCodeError.badCharacter(position: 4)) {
            try CreditCode(kind: "91", division: "3A0406", organisation: "PDY00001")
        }
        #expect(throws: CreditCodeError.badCharacter(position: 12)) {
            try CreditCode(kind: "91", division: "370406", organisation: "PDYI0001")
        }
    }

    @Test(arguments: invented + published)
    func `any one character exchanged for another is caught`(_ text: String) {
        for mutant in Mutants.substitutions(of: text, by: Self.alphabet) {
            #expect((try? CreditCode(mutant)) == nil, "\(mutant) was accepted")
        }
    }

    @Test(arguments: invented + published)
    func `any two neighbours exchanged are caught`(_ text: String) {
        for mutant in Mutants.swaps(of: text) {
            #expect((try? CreditCode(mutant)) == nil, "\(mutant) was accepted")
        }
    }
}
