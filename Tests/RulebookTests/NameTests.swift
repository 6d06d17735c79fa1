import Rulebook
import Signing
import Testing

struct NameTests {
    private func read<Name: RegisteredName>(_ text: String, _: Name.Type) -> Name? {
        var encoder = CBOREncoder()
        encoder.text(text)
        return try? Name(decoding: encoder.bytes)
    }

    @Test(arguments: ["a", "0", "node-1", "a-", "a--b", String(repeating: "z", count: 32)])
    func `a label has letters, digits and hyphens`(_ text: String) throws {
        #expect(try #require(MemberID(text)).text == text)
        #expect(SceneCode(text)?.text == text)
        #expect(ProfileID(text)?.text == text)
        #expect(read(text, MemberID.self)?.text == text)
    }

    @Test(arguments: ["", "-a", "A", "a b", "a_b", "a.b", "á", "甲", "a\n", String(repeating: "z", count: 33)])
    func `anything else is no label`(_ text: String) {
        #expect(MemberID(text) == nil)
        #expect(SceneCode(text) == nil)
        #expect(ProfileID(text) == nil)
        #expect(read(text, MemberID.self) == nil)
        #expect(read(text, SceneCode.self) == nil)
    }

    @Test func `a type code has capitals and digits`() {
        for text in ["A", "0", "11100000000013338W001", String(repeating: "Z", count: 32)] {
            #expect(TypeCode(text)?.text == text)
        }
        for text in ["", "a", "A-B", "A B", String(repeating: "Z", count: 33)] {
            #expect(TypeCode(text) == nil)
            #expect(read(text, TypeCode.self) == nil)
        }
    }

    @Test func `names are ordered as their bytes`() {
        let names = ["node-1", "node-10", "node-2", "node-a"].compactMap { MemberID($0) }
        #expect(names.sorted() == names)
    }

    @Test func `a level is between one and four`() {
        #expect((0...6).compactMap { SensitivityLevel($0)?.value } == [1, 2, 3, 4])
    }

    @Test func `a role and a state are known by their words`() {
        #expect(Role.allCases.allSatisfy { Role(word: $0.word) == $0 })
        #expect(Set(Role.allCases.map(\.word)).count == 5)
        #expect(Role(word: "Issuer") == nil)
        #expect(DocumentState.allCases.allSatisfy { DocumentState(word: $0.word) == $0 })
        #expect(DocumentState(word: "dead") == nil)
        #expect(DocumentState.allCases.filter(\.isFinal) == [.revoked, .superseded])
    }
}
