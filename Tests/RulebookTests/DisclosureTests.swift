import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct DisclosureTests {
    private let tag = SHA256.digest(Array("示例标签".utf8))

    @Test func `an open disclosure stands under its tag, for its holder to find`() throws {
        var ledger = TestLedger.members
        #expect(ledger.view.disclosure(tag) == nil)
        let submission = TestDisclosure().submission(in: ledger)
        let key = StateKey.disclosure(tag)
        #expect(try ledger.admit(submission).act.touchedKeys(origin: "", issuer: TestMember.police.id) == [key])
        let head = try ledger.commit([submission])
        let entry = try #require(ledger.view.disclosure(tag))
        #expect(entry.discloser == TestMember.police.id)
        #expect(entry.ground == .statutoryDuty)
        #expect(entry.time == head.time)
        #expect(entry.height == head.height)
        #expect(try DisclosureEntry(decoding: entry.encoded) == entry)
    }

    @Test(arguments: LegalGround.allCases)
    func `each ground is for what the list says`(_ ground: LegalGround) throws {
        var ledger = TestLedger.granted
        var disclosure = TestDisclosure()
        disclosure.ground = ground.rawValue
        let disclosed = try ledger.attempt(disclosure.submission(in: ledger))
        #expect(disclosed == (ground.allowsDisclosure ? .accepted : .refused(.groundNotListed(ground.rawValue))))
        let traced = try ledger.attempt(TestGrant().trace(on: ground.rawValue, in: ledger))
        #expect(traced == (ground.allowsTrace ? .accepted : .refused(.groundNotListed(ground.rawValue))))
        #expect(ground.allowsDisclosure || ground.allowsTrace)
        #expect(LegalGround(word: ground.word) == ground)
    }

    @Test func `a regulator may disclose, a party may not`() throws {
        var ledger = TestLedger.members
        var disclosure = TestDisclosure()
        disclosure.discloser = .regulator
        #expect(try ledger.attempt(disclosure.submission(in: ledger)) == .accepted)
        disclosure = TestDisclosure("另一标签")
        disclosure.discloser = .notary
        let refusal = Refusal.missingRole(TestMember.notary.id, .issuer)
        #expect(try ledger.attempt(disclosure.submission(in: ledger)) == .refused(refusal))
    }
}

struct TraceTests {
    @Test func `traces of a grant are counted, and the last is told`() throws {
        var ledger = TestLedger.granted
        let id = TestGrant().id(in: ledger)
        #expect(ledger.view.trace(id) == nil)
        try ledger.commit([TestGrant().trace(in: ledger, salt: "甲")])
        let ground = LegalGround.complaint
        let submission = TestGrant().trace(on: ground.rawValue, in: ledger, salt: "乙")
        let touched = try ledger.admit(submission).act.touchedKeys(origin: "", issuer: nil)
        #expect(touched == [.trace(id)])
        let head = try ledger.commit([submission])
        let entry = try #require(ledger.view.trace(id))
        #expect(entry.number == 2)
        #expect(entry.ground == ground)
        #expect(entry.regulator == TestMember.regulator.id)
        #expect(entry.height == head.height)
        #expect(try TraceEntry(decoding: entry.encoded) == entry)
    }

    @Test func `a trace changes no grant, and needs none to stand in the state`() throws {
        var ledger = TestLedger.granted
        let id = TestGrant().id(in: ledger)
        let before = ledger.view.grant(id)
        try ledger.commit([TestGrant().trace(in: ledger)])
        #expect(ledger.view.grant(id) == before)
        #expect(try ledger.attempt(TestGrant("从未授权").trace(in: ledger)) == .accepted)
    }
}
