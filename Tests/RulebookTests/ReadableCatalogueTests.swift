import Rulebook
import Signing
import TestSupport
import Testing

struct ReadableTypeTests {
    private static let path = "genesis/catalogue/identity-card.json"

    private func refusal(_ part: String, _ other: String) throws -> String? {
        let changed = try ReadableFile.changed(try ReadableFile.value(ReadableTypeTests.path), part, to: other)
        return ReadableFile.refusal { _ = try TypeDefinition(readable: changed) }
    }

    @Test func `every type of the catalogue reads, encodes, and writes itself again`() throws {
        let paths = try ReadableFile.paths(in: "genesis/catalogue")
        #expect(paths.count >= 12)
        for path in paths {
            let value = try ReadableFile.value(path)
            let definition = try TypeDefinition(readable: value)
            #expect(definition.readable == value)
            let act = RegisterType(sequence: 1, type: definition.type)
            #expect(try RegisterType(decoding: act.encoded) == act)
        }
    }

    @Test(arguments: [
        ("\"version\":1", "\"version\":0", "version is 0, and must be from 1"),
        ("\"owner\":\"police\"", "\"owner\":\"Police\"", "owner must be 1 to 32"),
        ("\"level\":3,\"nationalCode\"", "\"level\":2,\"nationalCode\"", "level is 2, and the highest level"),
        ("\"level\":3,\"nationalCode\"", "\"level\":5,\"nationalCode\"", "level must be from 1 to 4"),
        ("\"path\":\"ZZMC\"", "\"path\":\"ZZBS\"", "fields has the same path twice: ZZBS"),
        ("\"path\":\"ZZMC\"", "\"path\":\"\"", "fields[1] has an empty path"),
        ("\"updateFrequencyDays\":null", "\"updateFrequencyDays\":1.5", "only whole numbers"),
        ("\"updateFrequencyDays\":null,", "", "updateFrequencyDays is missing"),
    ])
    func `a refused type names the path`(_ part: String, _ other: String, _ expected: String) throws {
        let found = ReadableFile.refusal { if let found = try refusal(part, other) { throw Found(text: found) } }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "nothing")")
    }

    private struct Found: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}

struct ReadableMemberTests {
    private static let path = "genesis/sample/members.json"

    private func refusal(_ part: String, _ other: String) throws -> String? {
        let changed = try ReadableFile.changed(try ReadableFile.value(ReadableMemberTests.path), part, to: other)
        return ReadableFile.refusal { _ = try MemberList(readable: changed) }
    }

    @Test func `the sample members read and encode`() throws {
        let list = try MemberList(readable: try ReadableFile.value(ReadableMemberTests.path))
        #expect(list.items.count == 9)
        for item in list.items {
            let act = RegisterMember(sequence: 1, member: item.id, details: item.details)
            #expect(try RegisterMember(decoding: act.encoded) == act)
        }
    }

    @Test func `a list with keys writes itself again`() throws {
        let keys = [
            MemberKey(key: SampleKeys.key("bank").publicKey, from: 1_793_491_200, until: nil),
            MemberKey(key: SampleKeys.key("node-1/link").publicKey, from: 0, until: 1_893_456_000),
        ]
        let details = MemberDetails(
            name: Bilingual(zh: "示例银行", en: "Sample Bank"), roles: [.relyingParty, .issuer], creditCode: "", keys: keys)
        let list = MemberList([MemberList.Item(id: try #require(MemberID("bank")), details: details)])
        #expect(try MemberList(readable: list.readable) == list)
        #expect(try MemberDetails(readable: details.readable) == details)
    }

    @Test func `a sealing key is written with its algorithm, and left out where there is none`() throws {
        let key = try #require(SampleKeys.sealingKey("bank"))
        let details = TestMember.bank.details
        #expect(details.sealingKey == key)
        #expect(details.readable.compact.contains("\"sealingKey\":\"X25519:\(Hex.encode(key.bytes))\""))
        #expect(try MemberDetails(readable: details.readable) == details)
        #expect(!TestMember.police.details.readable.compact.contains("sealingKey"))
        for text in ["X25519:", "X25519:00", "x25519:" + Hex.encode(key.bytes), Hex.encode(key.bytes)] {
            #expect(ReleaseKey(readable: text) == nil)
        }
        #expect(ReleaseKey(readable: key.readable) == key)
    }

    @Test(arguments: [
        ("\"id\":\"police\"", "\"id\":\"market\"", "members has the same id twice: market"),
        ("[\"registrar\"]", "[\"bank\"]", "members[6].roles[0] must be one of issuer, relyingParty"),
        ("[\"registrar\"]", "[\"issuer\",\"issuer\"]", "members[6].roles has the same role twice"),
        ("11370406PDY001012G", String(repeating: "1", count: 33), "members[0].creditCode has 33 bytes, at most 32"),
        ("\"zh\":\"示例银行\",", "", "members[5].name.zh is missing"),
        (
            "\"91370406PDY00001XL\"", "\"\",\"sealingKey\":\"Ed25519:00\"",
            "members[5].sealingKey must be X25519, a colon and a public key"
        ),
        ("\"deedbox-members/1\"", "\"deedbox-type/1\"", "format must be deedbox-members/1"),
    ])
    func `a refused list names the path`(_ part: String, _ other: String, _ expected: String) throws {
        let found = try #require(try refusal(part, other))
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `a key that ends before it begins is refused with its path`() throws {
        let key = SampleKeys.key("bank").publicKey.readable
        let period = "\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2025-01-01T00:00:00Z\""
        let keys = "\"keys\":[{\"key\":\"\(key)\",\(period)}]"
        #expect(
            try refusal("\"creditCode\":\"91370406PDY00001XL\"", "\"creditCode\":\"\",\(keys)")
                == "members[5].keys[0].until must be later than from")
    }
}

struct ReadableSceneTests {
    private static let path = "genesis/sample/scene.json"

    private func refusal(_ part: String, _ other: String) throws -> String? {
        let changed = try ReadableFile.changed(try ReadableFile.value(ReadableSceneTests.path), part, to: other)
        return ReadableFile.refusal { _ = try Scene(readable: changed) }
    }

    @Test func `the sample scene reads, encodes, and writes itself again`() throws {
        let value = try ReadableFile.value(ReadableSceneTests.path)
        let scene = try Scene(readable: value)
        #expect(scene.readable == value)
        #expect(try DeclareScene(decoding: DeclareScene(scene: scene).encoded).scene == scene)
    }

    @Test(arguments: [
        ("\"maxUses\":2", "\"maxUses\":0", "maxUses is 0, and must be from 1 to 400"),
        ("\"termSeconds\":2592000", "\"termSeconds\":34560001", "termSeconds is 34560001, and must be from 1"),
        ("\"id\":\"single\"", "\"id\":\"basic\"", "profiles has the same id twice: basic"),
        ("\"retentionDays\":1825", "\"retentionDays\":-1", "retentionDays is -1, and must be from 0"),
        ("\"code\":\"loan\"", "\"code\":\"-loan\"", "code must be 1 to 32"),
        (
            "\"KZ_DJRQ\",\"level\":3,\"required\":false", "\"ZZBH\",\"level\":3,\"required\":false",
            "profiles[0].fields[1].fields has the same path twice: ZZBH"
        ),
    ])
    func `a refused scene names the path`(_ part: String, _ other: String, _ expected: String) throws {
        let found = try #require(try refusal(part, other))
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `a scene without profiles is refused`() {
        let scene: JSONValue = [
            "format": "deedbox-scene/1", "code": "loan", "purpose": ["zh": "甲", "en": "a"],
            "basis": ["zh": "甲", "en": "a"], "profiles": [], "maxUses": 1, "termSeconds": 1,
            "minimumIntervalSeconds": 0, "retentionDays": 1,
        ]
        #expect(
            ReadableFile.refusal { _ = try Scene(readable: scene) } == "profiles must have at least one profile")
    }
}
