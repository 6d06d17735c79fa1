import Ledger
import NodeAPI
import Rulebook
import Signing
import Testing
import deedbox

struct FinalStatementTests {
    private let node: LocalNode
    private let receipts: [Receipt]

    init() async throws {
        node = try await SampleLedger.node()
        var receipts: [Receipt] = []
        for leaf in await node.leaves {
            guard let statement = try? Statement(decoding: leaf) else { continue }
            guard case .final(_, let receipt) = try await node.outcome(of: statement.id) else { continue }
            receipts.append(receipt)
        }
        self.receipts = receipts
    }

    /// What a node says of a statement with that receipt.
    private func outcome(_ receipt: Receipt, of statement: Statement) -> OutcomeBody {
        .final(statement.id, height: Height(3), index: LeafIndex(999), time: 0, receipt: receipt.text)
    }

    @Test func `a final statement is believed by its receipt, and its place is the proven one`() throws {
        let statement = try Statement(decoding: receipts[1].leaf)
        let final = try FinalStatement(outcome(receipts[1], of: statement), of: statement, on: node.network)
        #expect(final.id == statement.id)
        #expect(final.index == receipts[1].proof.index.value)
        #expect(final.height == 3)
    }

    @Test func `a receipt of another statement is not believed`() throws {
        let statement = try Statement(decoding: receipts[1].leaf)
        let said = outcome(receipts[2], of: statement)
        #expect(throws: (any Error).self) { try FinalStatement(said, of: statement, on: node.network) }
    }

    @Test func `a receipt without the quorum's signatures is not believed`() throws {
        let statement = try Statement(decoding: receipts[1].leaf)
        let note = receipts[1].checkpoint
        let bare = SignedNote(text: note.text, signatures: Array(note.signatures.prefix(1)))
        let said = outcome(Receipt(leaf: receipts[1].leaf, proof: receipts[1].proof, checkpoint: bare), of: statement)
        #expect(throws: (any Error).self) { try FinalStatement(said, of: statement, on: node.network) }
    }

    @Test func `an answer without a receipt is not believed`() throws {
        let statement = try Statement(decoding: receipts[1].leaf)
        #expect(throws: (any Error).self) {
            try FinalStatement(.pending(statement.id), of: statement, on: node.network)
        }
    }
}
