import Foundation
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// What a wallet keeps of a reading that was sealed for a while.
struct SealedNoticeTests {
    private static let opening: Opening<DisclosureDetails>? = DisclosureDetails(
        caseNumber: "X-2090-9", fields: ["XM"], text: "示例说明"
    ).map { Opening($0) }

    private static var details: [NoticedDetails] {
        [.missing, .unfit] + [opening].compactMap { $0 }.map { .read($0) }
    }

    /// As the rules have written it.
    private func entry() throws -> OpenedEntry {
        var ledger = TestLedger.members
        let disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 2)
        let submission = disclosure.submission(in: ledger)
        try ledger.commit([submission])
        let id = try Statement(decoding: submission.statement).id
        try ledger.commit([disclosure.opening(of: id, in: ledger)])
        return try #require(ledger.view.opened(disclosure.tag))
    }

    @Test(arguments: SealedNoticeTests.details)
    func `a notice says that it was sealed and until when, and reads as it was written`(
        _ details: NoticedDetails
    ) throws {
        let entry = try entry()
        let notice = OfficialNotice(entry, document: 7, number: 3, details: details)
        #expect(notice.deed == .sealedDisclosure(document: 7, number: 3))
        #expect(notice.member == TestMember.police.id && notice.ground == .statutoryDuty)
        #expect(notice.time == entry.time && notice.height == entry.height)
        let seal = try #require(notice.seal)
        #expect(seal.until == entry.until && seal.opened == entry.opened && seal.details == details)
        #expect(try OfficialNotice(decoding: notice.encoded) == notice)
    }

    @Test func `of one document an open reading and a sealed one of the same number are two`() throws {
        let sealed = OfficialNotice(try entry(), document: 7, number: 0, details: .missing)
        var ledger = TestLedger.members
        try ledger.commit([TestDisclosure().submission(in: ledger)])
        let open = OfficialNotice(
            try #require(ledger.view.disclosure(TestDisclosure().tag)), document: 7, number: 0)
        #expect(sealed.subject != open.subject && sealed.deed != open.deed)
        #expect(open.seal == nil)
        #expect(try OfficialNotice(decoding: open.encoded) == open)
    }
}
