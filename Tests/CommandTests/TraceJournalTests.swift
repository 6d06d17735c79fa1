import Foundation
import Rulebook
import Sealing
import Signing
import Testing
import deedbox

/// A trace is an entry for ever: what was begun is found again.
struct TraceJournalTests {
    private let grants = (0..<2).map { GrantID(SHA256.digest([$0])) }

    private func draft(_ grant: GrantID, _ number: UInt8) throws -> TraceDraft {
        let release = SealingPrivateKey()
        let act = Trace(
            grant: grant, ground: LegalGround.courtOrder.rawValue, caseCommitment: Commitment(SHA256.digest([number])),
            releaseKey: try #require(ReleaseKey(release.publicKey.bytes)))
        let header = StatementHeader(
            contentType: ActName.trace.contentType, issuer: "regulator", origin: "test/0", notAfter: 300)
        return TraceDraft(
            statement: Statement.signed(header, payload: act.encoded, by: PrivateKey(generating: .ed25519)),
            release: release)
    }

    private func wish(_ grant: GrantID, on ground: LegalGround = .courtOrder, _ number: String = "X-7") -> TraceWish {
        TraceWish(grant: grant, ground: ground, caseNumber: number)
    }

    @Test func `the last trace of a grant is found with its key, others and torn lines are passed over`() throws {
        let place = try Workplace()
        let path = place.file("traces.jsonl")
        let journal = try TraceJournal(path)
        #expect(try journal.last(for: wish(grants[0])) == nil)
        let drafts = [try draft(grants[0], 1), try draft(grants[0], 2), try draft(grants[1], 3)]
        for (draft, grant) in zip(drafts, [grants[0], grants[0], grants[1]]) {
            try journal.keep(draft, wish(grant), salt: [7])
        }
        try journal.append(["statement": .string(drafts[0].statement.id.description), "name": "示例甲"])
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"grant\":\"\(grants[0])\",\"bytes".utf8))
        try file.close()
        let found = try #require(try TraceJournal(path).last(for: wish(grants[0])))
        #expect(found.statement.id == drafts[1].statement.id)
        #expect(found.release.publicKey == drafts[1].release.publicKey)
        #expect(try journal.last(for: wish(grants[1]))?.statement.id == drafts[2].statement.id)
        // Another ground or another matter is another entry.
        for other in [wish(GrantID(.zero)), wish(grants[0], on: .complaint), wish(grants[0], "X-8")] {
            #expect(try journal.last(for: other) == nil)
        }
    }

    @Test func `only its owner reads it`() throws {
        let place = try Workplace()
        let journal = try TraceJournal(place.file("traces.jsonl"))
        try journal.keep(try draft(grants[0], 1), wish(grants[0]), salt: [7])
        let attributes = try FileManager.default.attributesOfItem(atPath: journal.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
