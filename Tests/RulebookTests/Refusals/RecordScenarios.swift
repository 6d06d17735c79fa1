import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let documents = records + statuses

    private static let records = [
        RefusalScenario("records-unexpected", "a record behind an act that has none", on: .agencies) { ledger, wrong in
            let statement = ledger.statement(.anchorNote(.sample), by: .member(.police))
            let sent = Submission(statement: statement, records: wrong ? TestIssue(1).records : [])
            return (sent, .recordsUnexpected(count: 1))
        },
        RefusalScenario("bad-record", "an expiry that is not in its shortest form", on: .agencies) { ledger, wrong in
            var issue = TestIssue(3)
            issue.records[1] = IssueRecord(commitment: issue.records[1].commitment, expiry: 5)
            var framed: [UInt8] = []
            for (position, record) in issue.records.enumerated() {
                let bytes = record.encoded
                let isLonger = wrong && position == 1
                EntryBundle.append(leaf: isLonger ? bytes.dropLast() + [0x18, 0x05] : bytes, to: &framed)
            }
            let statement = ledger.statement(.issueDocuments(issue.act), by: .member(.police))
            return (
                Submission(statement: statement.bytes, records: framed, recordCount: 3), .badRecord(position: 1)
            )
        },
        RefusalScenario("too-many-records", "one more than a manifest may have", on: .agencies) { ledger, wrong in
            let count = wrong ? 65 : 64
            return (TestIssue(count).submission(in: ledger), .tooManyRecords(found: count, limit: 64))
        },
        RefusalScenario("too-many-records", "a manifest of nothing", on: .agencies) { ledger, wrong in
            (TestIssue(wrong ? 0 : 1).submission(in: ledger), .tooManyRecords(found: 0, limit: 64))
        },
        RefusalScenario("record-count-differs", "fewer records than declared", on: .agencies) { ledger, wrong in
            var issue = TestIssue(3)
            issue.count = wrong ? 4 : 3
            return (issue.submission(in: ledger), .recordCountDiffers(declared: 4, found: 3))
        },
        RefusalScenario("record-root-differs", "a record exchanged for another", on: .agencies) { ledger, wrong in
            var issue = TestIssue(3)
            let declared = issue.trueRoot
            issue.root = declared
            if wrong { issue.records[2] = TestIssue(1, name: "另一文档").records[0] }
            return (issue.submission(in: ledger), .recordRootDiffers(declared: declared, found: issue.trueRoot))
        },
        RefusalScenario("record-root-differs", "two records in the other order", on: .agencies) { ledger, wrong in
            var issue = TestIssue(3)
            let declared = issue.trueRoot
            issue.root = declared
            if wrong { issue.records.swapAt(0, 1) }
            return (issue.submission(in: ledger), .recordRootDiffers(declared: declared, found: issue.trueRoot))
        },
    ]

    private static let statuses = [
        RefusalScenario("no-such-record", "the manifest's own place", on: .minted) { ledger, wrong in
            let index = LeafIndex(ledger.record(0).value - (wrong ? 1 : 0))
            return (ledger.status(.revoked, of: 0, at: index), .noSuchRecord(index))
        },
        RefusalScenario("no-such-record", "a leaf behind the log's end", on: .minted) { ledger, wrong in
            let index = wrong ? LeafIndex(LeafIndex.limit) : ledger.record(0)
            return (ledger.status(.revoked, of: 0, at: index), .noSuchRecord(index))
        },
        RefusalScenario("record-of-another-issuer", "a revocation by another agency", on: .minted) { ledger, wrong in
            let issuer: TestMember = wrong ? .civilAffairs : .police
            return (
                ledger.status(.revoked, of: 0, by: issuer),
                .recordOfAnotherIssuer(ledger.record(0), TestMember.police.id)
            )
        },
        RefusalScenario("commitment-differs", "the place of one, the name of another", on: .minted) { ledger, wrong in
            let index = ledger.record(wrong ? 1 : 0)
            return (ledger.status(.revoked, of: 0, at: index), .commitmentDiffers(index))
        },
        RefusalScenario("status-unchanged", "in force is what it is already", on: .minted) { ledger, wrong in
            (ledger.status(wrong ? .inForce : .suspended, of: 0), .statusUnchanged(.inForce))
        },
        RefusalScenario("status-unchanged", "suspended a second time", on: .minted) { ledger, wrong in
            try ledger.commit([ledger.status(.suspended, of: 0)])
            ledger.pass(seconds: 1)
            return (ledger.status(wrong ? .suspended : .inForce, of: 0), .statusUnchanged(.suspended))
        },
        RefusalScenario("status-final", "back in force after a revocation", on: .minted) { ledger, wrong in
            let first: DocumentState = wrong ? .revoked : .suspended
            let height = try ledger.commit([ledger.status(first, of: 0)]).height
            return (ledger.status(.inForce, of: 0), .statusFinal(.revoked, height: height))
        },
        RefusalScenario("status-final", "revoked after another took its place", on: .minted) { ledger, wrong in
            let height = try ledger.commit([ledger.status(.superseded, of: wrong ? 0 : 1)]).height
            return (ledger.status(.revoked, of: 0), .statusFinal(.superseded, height: height))
        },
    ]
}

extension TestLedger {
    /// What an issuer says of a record of `minted`.
    func status(
        _ state: DocumentState, of position: Int, at index: LeafIndex? = nil, by issuer: TestMember = .police
    ) -> Submission {
        let act = SetStatus(
            record: index ?? record(position), commitment: TestIssue(4).records[position].commitment, state: state,
            reason: TestIssue.commitment("示例理由"))
        return submission(.setStatus(act), by: .member(issuer))
    }
}
