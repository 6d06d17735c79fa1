import ArgumentParser
import Ledger
import Rulebook
import Signing

/// One document, by its receipt: a line of a receipts file, or a receipt of its own.
struct ReceiptChoice: ParsableArguments {
    @Option(help: ArgumentHelp(StatusWords.receipt, valueName: "file"))
    var receipt: String

    @OptionGroup var line: LineChoice

    /// The document's place on the ledger, its receipt checked.
    func document(on network: Network) throws -> ChosenDocument {
        let (found, row) = try read()
        do throws(IssueError) {
            return ChosenDocument(issue: try CheckedIssue(found, network: network), row: row)
        } catch {
            throw StatusWords.badReceipt(receipt, ProofWords.describe(error))
        }
    }
}

/// The document that a command was told to act on.
struct ChosenDocument {
    let issue: CheckedIssue
    /// Its row, when it was chosen from a receipts file.
    let row: UInt64?

    /// For programs.
    var json: JSONValue { .object(members) }

    /// Type, record, row and commitment.
    var members: JSONObject {
        [
            "type": .string(issue.type.text), "record": .integer(Int64(clamping: issue.index.value)),
            "row": row.map { .integer(Int64(clamping: $0)) } ?? .null,
            "commitment": .string(issue.record.commitment.description),
        ]
    }
}

extension ReceiptChoice {
    /// The receipt itself, from whatever form the file has.
    private func read() throws -> (Receipt, row: UInt64?) {
        switch try ProofFile(receipt) {
        case .receipt(let found): return (found, nil)
        case .receipts:
            let line = try ReceiptLinesReader.find(line, in: receipt)
            do throws(ReceiptError) { return (try Receipt(decoding: line.receipt), line.row) } catch {
                throw StatusWords.badReceipt(receipt, ProofWords.describe(error))
            }
        case .logProof, .checkpoint, .status, .evidence:
            throw StatusWords.badReceipt(receipt, StatusWords.noReceipt)
        }
    }
}
