import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct CatalogueRoutesTests {
    @Test func `members are told with their roles and keys`() async throws {
        try await ServedNode.run { served in
            let all: MembersBody = try await served.get("/members").json()
            #expect(all.members.map(\.id) == all.members.map(\.id).sorted())
            #expect(Set(TestMember.allCases.map(\.rawValue)).isSubset(of: all.members.map(\.id)))
            let bank: MemberBody = try await served.get("/members/bank").json()
            #expect(bank.roles == ["relyingParty"])
            #expect(bank.keys.map(\.key) == [Base64.encode(TestMember.bank.key.publicKey.bytes)])
            #expect(bank.suspended == nil)
            #expect(bank.coming == nil)
            #expect(bank.releaseKey == SampleKeys.sealingKey("bank"))
            #expect(bank.sealingKey == bank.releaseKey.map { Base64.encode($0.bytes) })
            let police: MemberBody = try await served.get("/members/police").json()
            #expect(police.sealingKey == nil)
        }
    }

    @Test func `the regulator of a scene follows from what is told as from the state`() async throws {
        try await ServedNode.run { served in
            let scenes: ScenesBody = try await served.get("/scenes").json()
            let scene = try #require(scenes.scenes.first { $0.code == TestScene.loan.code.text })
            let members: MembersBody = try await served.get("/members").json()
            let view = served.node.snapshot.view
            let told = scene.regulator(among: members.members, at: view.time)
            #expect(told?.member == TestMember.regulator.id)
            #expect(told == view.regulator(of: TestMember.bank.id, TestScene.loan.code))
            #expect(scene.regulator(among: members.members.filter { $0.id != "regulator" }, at: view.time) == nil)
        }
    }

    @Test func `a change that is not yet in force is told beside what is`() async throws {
        try await ServedNode.run { served in
            let details = MemberDetails(
                name: Bilingual(zh: "示例银行", en: "Sample bank"), roles: [.relyingParty, .issuer], creditCode: "",
                keys: TestMember.bank.details.keys)
            let act = UpdateMember(sequence: 10, member: TestMember.bank.id, details: details, reinstates: false)
            try await served.commit([served.signer.submission(.updateMember(act), by: .twoGovernors)])
            let bank: MemberBody = try await served.get("/members/bank").json()
            #expect(bank.roles == ["relyingParty"])
            #expect(bank.coming?.roles == ["issuer", "relyingParty"])
            #expect(bank.sealingKey != nil)
            #expect(bank.coming?.sealingKey == nil)
        }
    }

    @Test func `governance is told with the number of its next act`() async throws {
        try await ServedNode.run { served in
            let governance: GovernanceBody = try await served.get("/governance").json()
            #expect(governance.threshold == 2)
            #expect(governance.keys.count == 3)
            #expect(governance.next == 10)
        }
    }

    @Test func `types are told with their fields when asked`() async throws {
        try await ServedNode.run { served in
            let short: TypesBody = try await served.get("/types").json()
            #expect(short.types.map(\.code) == TestType.allCases.map(\.rawValue).sorted())
            #expect(short.types.allSatisfy { $0.fields == nil && $0.fieldCount == 3 })
            let long: TypesBody = try await served.get("/types?fields=true").json()
            #expect(long.types.allSatisfy { $0.fields?.map(\.path) == TestType.paths })
            let one: TypeBody = try await served.get("/types/TESTIDENTITY").json()
            #expect(one.issuers?.map(\.member) == ["police"])
            #expect(one.version == 1)
            #expect(!one.isRetired)
        }
    }

    @Test func `scenes are told with their profiles`() async throws {
        try await ServedNode.run { served in
            let scenes: ScenesBody = try await served.get("/scenes").json()
            let scene = try #require(scenes.scenes.first)
            #expect(scene.party == "bank")
            let fields = scene.profiles.first?.fields.first?.fields
            #expect(fields?.map(\.path) == ["XM", "ZZBH"])
            #expect(fields?.map(\.level) == [2, 2])
            #expect(fields?.map(\.required) == [true, false])
            #expect(scene.ended == nil)
            #expect(scene.isApproved)
            #expect(scene.approval?.regulator == "regulator")
            #expect(scene.digest == TestScene.loan.digest.hex)
        }
    }

    @Test(arguments: [
        ("/members/nobody", ProblemCode.noSuchMember), ("/members/No-Body", .badParameter),
        ("/members/-a", .badParameter), ("/types/NONE", .noSuchType), ("/types/none", .badParameter),
        ("/types?fields=yes", .badParameter),
    ])
    func `what is not there, or no name, is refused`(_ path: String, _ code: ProblemCode) async throws {
        try await ServedNode.runIdle { served in
            try expectProblem(try await served.get(path), code)
        }
    }
}
