import Evidence
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// A desk passes the evidence of a use on.
struct PassUseTests {
    /// A desk with one opened use.
    private func used() async throws -> (desk: TestDesk, grant: GrantID) {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        return (desk, grant)
    }

    private func order(_ grant: GrantID, to name: String = "示例法院", use: UInt64 = 1) throws -> PassingOrder {
        let to = try #require(NamedRecipient(name))
        return PassingOrder(grant: grant, use: use, right: .ground(.courtOrder, caseNumber: "2026-17", to: to))
    }

    private func code(_ run: () async throws -> Void) async -> String? {
        do { try await run() } catch { return (error as? RelyingRefusal)?.code }
        return nil
    }

    private func addressed(_ file: EvidenceFile, _ desk: TestDesk, as name: String) throws -> Check.Answer? {
        let addressee = try #require(Addressee(name))
        let verdict = try file.verdict(from: EpochWalk(from: desk.town.known), as: addressee)
        return verdict.checks.first { $0.name == .addressed }?.answer
    }

    @Test func `a court may rely on what was passed on to it, and nobody else`() async throws {
        let (desk, grant) = try await used()
        let (passing, evidence) = try await desk.desk.pass(try order(grant))
        #expect(passing.number == 0 && passing.use == 1 && passing.to == "示例法院" && passing.ground == .courtOrder)
        #expect(passing.height != nil)
        let file = try EvidenceFile(parsing: Array(evidence.text.utf8))
        #expect(try addressed(file, desk, as: "示例法院") == .yes)
        #expect(try addressed(file, desk, as: "bank") == .yes)
        #expect(try addressed(file, desk, as: "notary") == .no)
        #expect(
            try addressed(try await desk.desk.evidence(of: try desk.desk.use(1, of: grant)), desk, as: "示例法院") == .no)
        // The next one has the next number, in a process that starts later too.
        let again = try TestDesk.open(desk.folder, desk.town)
        let second = try await again.pass(try order(grant, to: "regulator"))
        #expect(second.passing.number == 1 && second.passing.to == "regulator")
        #expect(try again.passings(of: grant).map(\.to) == ["示例法院", "regulator"])
        #expect(await desk.town.count(.passEvidence) == 2)
    }

    @Test func `a desk that was cut off goes on with the same entry, and with no other meanwhile`() async throws {
        let (desk, grant) = try await used()
        await desk.town.fail(.answerLost)
        let wanted = try order(grant)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.pass(wanted) }
        let again = try TestDesk.open(desk.folder, desk.town)
        let other = try order(grant, to: "regulator")
        #expect(await code { _ = try await again.pass(other) } == "passing-goes-on")
        // Under another salt it is the same order.
        let (passing, evidence) = try await again.pass(try order(grant))
        #expect(passing.number == 0 && passing.receipt != nil)
        #expect(try addressed(evidence, desk, as: "示例法院") == .yes)
        #expect(await desk.town.count(.passEvidence) == 1)
    }

    @Test func `the same order gives the same entry again, and another one only when asked`() async throws {
        let (desk, grant) = try await used()
        let first = try await desk.desk.pass(try order(grant))
        let again = try await desk.desk.pass(try order(grant))
        #expect(again.passing.number == 0 && again.passing.receipt == first.passing.receipt)
        #expect(try addressed(again.evidence, desk, as: "示例法院") == .yes)
        #expect(await desk.town.count(.passEvidence) == 1)
        let to = try #require(NamedRecipient("示例法院"))
        let other = PassingOrder(grant: grant, use: 1, right: .ground(.courtOrder, caseNumber: "2026-18", to: to))
        #expect(try await desk.desk.pass(other).passing.number == 1)
        let wanted = PassingOrder(
            grant: grant, use: 1, right: .ground(.courtOrder, caseNumber: "2026-17", to: to), again: true)
        #expect(try await desk.desk.pass(wanted).passing.number == 2)
    }

    @Test func `a number that another desk of the party has taken is left out`() async throws {
        let (desk, grant) = try await used()
        let twin = try desk.twin()
        _ = try await twin.desk.pass(try order(grant, to: "regulator"))
        let (passing, _) = try await desk.desk.pass(try order(grant))
        #expect(passing.number == 1)
    }

    @Test func `what the ledger refuses is given up`() async throws {
        let (desk, grant) = try await used()
        let itself = try order(grant, to: "bank")
        #expect(await code { _ = try await desk.desk.pass(itself) } == "passed-to-itself")
        let unknown = try order(grant, to: "nobody")
        #expect(await code { _ = try await desk.desk.pass(unknown) } == "unknown-member")
        #expect(try desk.desk.passings(of: grant).isEmpty)
        #expect(try await desk.desk.pass(try order(grant)).passing.number == 0)
    }

    @Test func `a leave of another key, or for another use, is not sent`() async throws {
        let (desk, grant) = try await used()
        let to = try #require(NamedRecipient("示例法院"))
        let stranger = LeaveFile(
            index: 1, to: to, notAfter: desk.town.time.now / 1_000 + 600, origin: desk.town.origin,
            by: TestKey.own("另一持有人"))
        let other = PassingOrder(grant: grant, use: 1, right: .leave(Array(stranger.text.utf8)))
        #expect(await code { _ = try await desk.desk.pass(other) } == "other-leave")
        let named = stranger.text.replacing(stranger.grant.description, with: grant.description)
        let forged = PassingOrder(grant: grant, use: 1, right: .leave(Array(named.utf8)))
        #expect(await code { _ = try await desk.desk.pass(forged) } == "wrong-leave")
        let unread = PassingOrder(grant: grant, use: 1, right: .leave([0x7b]))
        #expect(await code { _ = try await desk.desk.pass(unread) } == "bad-leave")
        #expect(await desk.town.count(.passEvidence) == 0)
    }

    @Test func `a use that is not there is not passed on`() async throws {
        let (desk, grant) = try await used()
        let second = try order(grant, use: 2)
        #expect(await code { _ = try await desk.desk.pass(second) } == "no-such-use")
    }

    @Test func `name and case go with the retention of the use`() async throws {
        let (desk, grant) = try await used()
        _ = try await desk.desk.pass(try order(grant))
        try await desk.town.pass(seconds: 40 * 86_400)
        await desk.desk.keepHouse(isThorough: true)
        let kept = try #require(try desk.desk.passings(of: grant).first)
        #expect(kept.to == nil && kept.name == nil && kept.receipt != nil)
        let wanted = try order(grant)
        #expect(await code { _ = try await desk.desk.pass(wanted) } == "use-deleted")
    }

    @Test func `a leave is read as it was written, and not in another form`() throws {
        let to = try #require(NamedRecipient("示例法院"))
        let file = LeaveFile(index: 2, to: to, notAfter: 1_800_000_000, origin: "test/0", by: TestKey.own("持有人"))
        #expect(file.isSigned)
        #expect(try LeaveFile(parsing: Array(file.text.utf8)) == file)
        let changes = [("\"use\": 2", "\"use\": 3"), ("示例法院", "另一法院"), ("test/0", "test/1")]
        for (part, other) in changes {
            let read = try LeaveFile(parsing: Array(file.text.replacing(part, with: other).utf8))
            #expect(!read.isSigned, "\(part)")
        }
        for (part, other) in [("示例法院", "notary"), ("leave/v1", "leave/v2"), ("\"use\": 2", "\"use\": 2, \"more\": 1")] {
            #expect(throws: JSONError.self) {
                try LeaveFile(parsing: Array(file.text.replacing(part, with: other).utf8))
            }
        }
    }
}
