import Ledger
import NodeAPI
import Rulebook
import Signing
import Testing
import deedbox

struct RegistrationTests {
    @Test func `a member is known by the same details, whatever the order of its roles`() throws {
        let details = details("Police", [.issuer, .relyingParty], key: "police")
        let body = try body(details)
        #expect(body.says(details))
        #expect(body.says(self.details("Police", [.relyingParty, .issuer], key: "police")))
    }

    @Test func `a member with another name, role or key is another`() throws {
        let body = try body(details("Police", [.issuer], key: "police"))
        #expect(!body.says(details("Bank", [.issuer], key: "police")))
        #expect(!body.says(details("Police", [.issuer, .regulator], key: "police")))
        #expect(!body.says(details("Police", [.issuer], key: "bank")))
        #expect(!body.says(details("Police", [.issuer], key: nil)))
    }

    @Test func `a member with another sealing key, or none, is another`() throws {
        let sealed = details("Bank", [.relyingParty], key: "bank", sealingKey: SampleKeys.sealingKey("bank"))
        let other = details("Bank", [.relyingParty], key: "bank", sealingKey: SampleKeys.sealingKey("notary"))
        #expect(try body(sealed).says(sealed))
        #expect(try !body(sealed).says(other))
        #expect(try !body(sealed).says(details("Bank", [.relyingParty], key: "bank")))
    }

    @Test func `a type is known by its whole definition`() throws {
        let type = try type("XM", level: 2)
        let body = TypeBody(TypeEntry(version: 1, type: type, isRetired: false), withFields: true)
        #expect(body.says(type))
        #expect(try !body.says(self.type("XM", level: 3)))
        #expect(try !body.says(self.type("XB", level: 2)))
        #expect(!TypeBody(TypeEntry(version: 1, type: type, isRetired: false), withFields: false).says(type))
    }

    private func details(
        _ name: String, _ roles: [Role], key: String?, sealingKey: ReleaseKey? = nil
    ) -> MemberDetails {
        MemberDetails(
            name: Bilingual(zh: "名", en: name), roles: roles, creditCode: "",
            keys: key.map { [MemberKey(key: SampleKeys.key($0).publicKey, from: 0, until: nil)] } ?? [],
            sealingKey: sealingKey)
    }

    private func body(_ details: MemberDetails) throws -> MemberBody {
        let id = try #require(MemberID("police"))
        return MemberBody(id, Member(details: details, effective: 0), at: 1)
    }

    private func type(_ path: String, level: UInt64) throws -> DocumentType {
        let level = try #require(SensitivityLevel(level))
        let name = Bilingual(zh: "证", en: "Card")
        return DocumentType(
            code: try #require(TypeCode("11100000000013127D001")), owner: try #require(MemberID("police")), name: name,
            level: level, updateFrequencyDays: nil,
            fields: [TypeField(path: path, name: name, level: level, isRequired: true)])
    }
}
