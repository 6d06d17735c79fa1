import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// A receipt of issue: record, manifest, checkpoint.
struct IssueReceiptTests {
    private let network = TestNetwork.single
    private let ledger: TestLedger
    private let manifest: Int
    private let issue = TestIssue(3, name: "回执")

    init() throws {
        var ledger = TestLedger.agencies
        try ledger.commit([issue.submission(in: ledger)])
        try ledger.heartbeat()
        manifest = Int(ledger.record(0).value) - 1
        self.ledger = ledger
    }

    private func receipt(_ index: Int, record: RecordProof?, cosigner: String = "node-1/cosigner") -> Receipt {
        ledger.receipt(index, record: record, cosigner: cosigner)
    }

    private func record(_ position: Int, at place: Int? = nil) -> RecordProof {
        let hashes = issue.records.map { Digest.leaf($0.encoded) }
        return RecordProof(
            bytes: issue.records[position].encoded, position: place ?? position,
            path: MerkleTree.path(to: position, in: hashes))
    }

    private func error(_ receipt: Receipt, in network: Network? = nil) -> IssueError? {
        do throws(IssueError) {
            _ = try CheckedIssue(receipt, network: network ?? self.network)
            return nil
        } catch { return error }
    }

    @Test(arguments: 0..<3)
    func `a receipt says who recorded what, as which type, and where`(_ position: Int) throws {
        let checked = try CheckedIssue(receipt(manifest, record: record(position)), network: network)
        #expect(checked.issuer == TestMember.police.id)
        #expect(checked.type == TestType.identity.code)
        #expect(checked.typeVersion == 1)
        #expect(checked.record == issue.records[position])
        #expect(checked.index == ledger.record(position))
        #expect(checked.checkpoint.checkpoint.head == ledger.frontier.head)
        let commitment = issue.records[position].commitment
        let key = StateKey.status(origin: network.origin, issuer: TestMember.police.id, commitment: commitment)
        #expect(checked.statusKey(origin: network.origin) == key)
    }

    @Test func `a receipt without a record, or of another leaf, is no receipt of issue`() {
        #expect(error(receipt(manifest, record: nil)) == .notARecord)
        let member = ledger.leaves.count - 1
        #expect(error(receipt(member, record: record(0))) == .statement(.notAStatement(firstByte: 0x8e)))
        let accredit = ledger.leaves.lastIndex {
            (try? Statement(decoding: $0))?.header.contentType == ActName.accredit.contentType
        }
        #expect(error(receipt(accredit ?? 0, record: record(0))) == .notAManifest(ActName.accredit.contentType))
    }

    @Test func `a record at another position, or another record, is refused`() {
        if case .recordRootDiffers(let declared, _)? = error(receipt(manifest, record: record(0, at: 1))) {
            #expect(declared == issue.trueRoot)
        } else {
            Issue.record("a record at another position was taken")
        }
        let outside = error(receipt(manifest, record: record(0, at: 3)))
        #expect(outside == .recordProof(.indexOutsideTree(index: 3, size: 3)))
        let hashes = issue.records.map { Digest.leaf($0.encoded) }
        let other = RecordProof(
            bytes: TestIssue(1, name: "别的").records[0].encoded, position: 0, path: MerkleTree.path(to: 0, in: hashes))
        #expect(error(receipt(manifest, record: other)) != nil)
    }

    @Test func `a receipt without a quorum, or of another ledger, is refused`() {
        let unsigned = receipt(manifest, record: record(0), cosigner: "node-2/cosigner")
        #expect(error(unsigned) != nil)
        let other = TestNetwork.network(validators: 2)
        #expect(error(receipt(manifest, record: record(0)), in: other) != nil)
    }
}
