import ArgumentParser
import Ledger
import Rulebook
import Signing

/// One document, by its receipt: a line of a receipts file, or a receipt of its own.
struct ReceiptChoice: ParsableArguments {
    @Option(help: ArgumentHelp(StatusWords.receipt, valueName: "file"))
    var receipt: String

    @Option(help: ArgumentHelp(StatusWords.row, valueName: "row"))
    var row: UInt64?

    /// The document's place on the ledger, its receipt checked.
    func issue(on network: Network) throws -> CheckedIssue {
        let found = try read()
        do throws(IssueError) { return try CheckedIssue(found, network: network) } catch {
            throw StatusWords.badReceipt(receipt, ProofWords.describe(error))
        }
    }
}

extension ReceiptChoice {
    /// The receipt itself, from whatever form the file has.
    private func read() throws -> Receipt {
        switch try ProofFile(receipt) {
        case .receipt(let found): return found
        case .receipts:
            let line = try ReceiptLinesReader.find(row, in: receipt)
            do throws(ReceiptError) { return try Receipt(decoding: line.receipt) } catch {
                throw StatusWords.badReceipt(receipt, ProofWords.describe(error))
            }
        case .logProof, .checkpoint, .status:
            throw StatusWords.badReceipt(receipt, StatusWords.noReceipt)
        }
    }
}
