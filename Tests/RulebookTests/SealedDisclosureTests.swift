import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct SealedDisclosureTests {
    /// A disclosure in the last block, sealed until so many blocks later.
    private func sealed(
        _ ledger: inout TestLedger, for blocks: UInt64, latest: UInt64? = nil
    ) throws -> (TestDisclosure, StatementID) {
        var disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 1 + blocks)
        disclosure.latest = latest
        let submission = disclosure.submission(in: ledger)
        try ledger.commit([submission])
        return (disclosure, try Statement(decoding: submission.statement).id)
    }

    @Test func `a sealed disclosure stands under its statement, and shows no tag`() throws {
        var ledger = TestLedger.members
        let disclosure = TestDisclosure(sealedUntil: 1_000)
        let submission = disclosure.submission(in: ledger)
        let checked = try ledger.admit(submission)
        #expect(checked.act.deposit == SHA256.digest([9]))
        #expect(checked.act.touchedKeys(origin: "", issuer: TestMember.police.id) == [])
        let head = try ledger.commit([submission])
        #expect(ledger.state.tree.count(kind: StateKind.disclosure.rawValue) == 0)
        let entry = try #require(ledger.view.sealed(checked.id))
        #expect(entry.discloser == TestMember.police.id)
        #expect(entry.ground == .statutoryDuty)
        #expect(entry.height == head.height)
        #expect(entry.time == head.time)
        #expect(entry.seal.until == Height(1_000))
        #expect(try SealedEntry(decoding: entry.encoded) == entry)
        #expect(ledger.view.sealed().map(\.statement) == [checked.id])
    }

    @Test func `from its height on anybody opens it, and its holder finds it under its tag`() throws {
        var ledger = TestLedger.members
        let (disclosure, id) = try sealed(&ledger, for: 2)
        let entered = try #require(ledger.view.sealed(id))
        let early = disclosure.opening(of: id, in: ledger)
        let refusal = Refusal.stillSealed(until: entered.seal.until, latest: entered.seal.latest)
        #expect(try ledger.attempt(early) == .refused(refusal))
        #expect(ledger.view.opened(disclosure.tag) == nil)
        let opening = disclosure.opening(of: id, in: ledger)
        let touched = try ledger.admit(opening).act.touchedKeys(origin: "", issuer: nil)
        #expect(touched == [.opened(disclosure.tag)])
        let head = try ledger.commit([opening])
        #expect(head.height == entered.seal.until)
        let entry = try #require(ledger.view.opened(disclosure.tag))
        #expect(entry.statement == id)
        #expect(entry.discloser == TestMember.police.id)
        #expect(entry.ground == .statutoryDuty)
        #expect(entry.time == entered.time)
        #expect(entry.height == entered.height)
        #expect(entry.until == entered.seal.until)
        #expect(entry.opened == head.time)
        #expect(try OpenedEntry(decoding: entry.encoded) == entry)
        #expect(ledger.view.sealed().isEmpty)
    }

    @Test func `a ledger at rest opens it at its latest time, whatever the height`() throws {
        var ledger = TestLedger.members
        let latest = ledger.second(after: 3_600)
        let (disclosure, id) = try sealed(&ledger, for: 1_000, latest: latest)
        ledger.clock = latest * 1_000 - 1
        #expect(try ledger.attempt(disclosure.opening(of: id, in: ledger)) != .accepted)
        ledger.clock = latest * 1_000
        #expect(try ledger.attempt(disclosure.opening(of: id, in: ledger)) == .accepted)
    }

    @Test func `an open disclosure under the tag, entered in haste, hides no opened one`() throws {
        var ledger = TestLedger.members
        let (disclosure, id) = try sealed(&ledger, for: 2)
        var hasty = TestDisclosure()
        hasty.discloser = .regulator
        try ledger.commit([hasty.submission(in: ledger)])
        #expect(try ledger.attempt(disclosure.opening(of: id, in: ledger)) == .accepted)
        #expect(ledger.view.opened(disclosure.tag)?.discloser == TestMember.police.id)
        #expect(ledger.view.disclosure(disclosure.tag)?.discloser == TestMember.regulator.id)
    }

    @Test func `the mark tells nothing of the tag, and the key is the same for all who open`() throws {
        let one = SealedTag(TestDisclosure().tag)
        let two = SealedTag(TestDisclosure().tag)
        #expect(one.commitment != two.commitment)
        let id = StatementID(SHA256.digest([1]))
        let act = OpenDisclosure(statement: id, mark: one)
        #expect(act.key.publicKey == OpenDisclosure(statement: id, mark: one).key.publicKey)
        #expect(act.key.publicKey != OpenDisclosure(statement: id, mark: two).key.publicKey)
        #expect(try OpenDisclosure(decoding: act.encoded) == act)
    }
}
