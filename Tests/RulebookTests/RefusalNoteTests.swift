import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct RefusalNoteTests {
    private let id = StatementID(SHA256.digest([1]))
    private let winner = CountedUse(statement: StatementID(SHA256.digest([2])), height: Height(8), time: 7)
    private let grant = GrantID(SHA256.digest([3]))

    @Test func `a note is signed by the release key for an hour and says what was refused`() throws {
        let network = TestNetwork.single
        let node = network.genesis.validators[0]
        let time: UInt64 = 1_793_491_200_999
        let note = RefusalNote(
            .alreadyUsed(grant, index: 1, winner: winner), of: id, at: Height(9), time: time)
        let key = TestKey.of("node-1/release")
        let statement = try Statement(decoding: note.signed(by: key, of: node.member, in: network))
        #expect(statement.isSigned(statement.signatures[0], by: node.keys.release))
        #expect(!statement.isSigned(statement.signatures[0], by: node.keys.vote))
        #expect(statement.header.contentType == Purpose.refusal)
        #expect(statement.header.issuer == "node-1")
        #expect(statement.header.origin == network.origin)
        #expect(statement.header.notAfter == 1_793_491_200 + 3_600)
        let read = try RefusalNote(decoding: statement.payload)
        #expect(read == note)
        #expect(read.code == "already-used")
        #expect(read.winner == winner)
        #expect(read.statement == id)
    }

    @Test func `only a use that came too late names a winner`() {
        #expect(Refusal.alreadyUsed(grant, index: 1, winner: winner).winner == winner)
        #expect(Refusal.usedUp(grant, uses: 1, winner: winner).winner == winner)
        #expect(Refusal.unknownGrant(grant).winner == nil)
    }

    @Test func `of many uses the first bad one is named, with its rule and its winner`() throws {
        let refusal = Refusal.badUse(position: 17, .alreadyUsed(grant, index: 1, winner: winner))
        let note = RefusalNote(refusal, of: id, at: Height(9), time: 1)
        let read = try RefusalNote(decoding: note.encoded)
        #expect(read == note)
        #expect(read.code == "bad-use")
        #expect(read.badUse?.position == 17)
        #expect(read.badUse?.code == "already-used")
        #expect(read.winner == winner)
        #expect(RefusalNote(.blockFull, of: id, at: Height(9), time: 1).badUse == nil)
    }

    @Test func `a note is no act, and an act is no note`() throws {
        #expect(ActName(contentType: Purpose.refusal) == nil)
        #expect(ActName(contentType: Purpose.request) == nil)
        #expect(ActName.allCases.allSatisfy { ActName(contentType: $0.contentType) == $0 })
    }
}
