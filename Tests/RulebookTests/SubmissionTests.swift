import Ledger
import Rulebook
import Signing
import Simulation
import TestSupport
import Testing

/// Leaves back to back, as they are posted: statements, each with the records behind it.
struct SubmissionTests {
    private let ledger = TestLedger.agencies

    private func split(_ bytes: [UInt8], maxStatements: Int = 8) -> Result<[Submission], SubmissionError> {
        do throws(SubmissionError) {
            return .success(try Submission.split(bytes, maxStatements: maxStatements))
        } catch { return .failure(error) }
    }

    private func error(_ bytes: [UInt8], maxStatements: Int = 8) -> SubmissionError? {
        if case .failure(let error) = split(bytes, maxStatements: maxStatements) { return error }
        return nil
    }

    private func framed(_ leaves: [UInt8]...) -> [UInt8] {
        leaves.reduce(into: []) { EntryBundle.append(leaf: $1, to: &$0) }
    }

    @Test func `statements come out with their records`() throws {
        let note = ledger.submission(.anchorNote(.sample), by: .member(.police))
        let issue = TestIssue(3).submission(in: ledger)
        let act = SuspendMember(sequence: 1, member: TestMember.bank.id)
        let governance = ledger.submission(.suspendMember(act), by: .allGovernors)
        let sent = [note, issue, governance, issue]
        let found = try split(sent.flatMap(\.framed)).get()
        #expect(found.map(\.statement) == sent.map(\.statement))
        #expect(found.map(\.records) == sent.map(\.records))
        #expect(found.map(\.recordCount) == [0, 3, 0, 3])
        #expect(try split([]).get().isEmpty)
    }

    @Test func `a limit on statements counts no records`() {
        let issue = TestIssue(3).submission(in: ledger).framed
        #expect(error(issue + issue, maxStatements: 2) == nil)
        #expect(error(issue + issue, maxStatements: 1) == .tooManyStatements(limit: 1))
    }

    @Test func `a body that is cut off anywhere is refused, but between two statements`() {
        let note = ledger.submission(.anchorNote(.sample), by: .member(.police)).framed
        let issue = TestIssue(2).submission(in: ledger)
        let record = TestIssue(2).records[0].encoded.count + 2
        let manifest = note.count + issue.statement.count + 2
        let whole = [0, note.count, manifest, manifest + record, manifest + issue.records.count]
        let body = note + issue.framed
        for count in 0...body.count {
            #expect((error(Array(body.prefix(count))) == nil) == whole.contains(count), "\(count)")
        }
    }

    @Test func `a leaf that is no statement and no record behind one is refused with its place`() {
        let note = ledger.submission(.anchorNote(.sample), by: .member(.police)).statement
        let record = TestIssue(1).records[0].encoded
        #expect(error(framed(record)) == .notAStatement(leaf: 0, offset: 0))
        #expect(error(framed(note, [0x84])) == .notAStatement(leaf: 1, offset: note.count + 2))
        #expect(error(framed(note, [0x8e])) == .notAStatement(leaf: 1, offset: note.count + 2))
        #expect(error([0, 0]) == .notAStatement(leaf: 0, offset: 0))
        #expect(error(framed(note, record, record)) == nil)
    }

    @Test func `bytes of any kind are refused or split, never the end of the program`() {
        var random = SeededNumbers(seed: 7)
        let body = TestIssue(3).submission(in: ledger).framed
        for _ in 0..<2_000 {
            var changed = body
            for _ in 0..<3 {
                changed[Int.random(in: 0..<changed.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let found = try? split(changed).get() else { continue }
            for submission in found { _ = try? ReadStatement(submission, for: ledger.network) }
        }
    }
}
