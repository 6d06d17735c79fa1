import Ledger
package import NodeAPI
package import Rulebook
package import Signing

/// A statement that stands on the ledger, by a receipt that was checked here: the node's word alone is not enough.
package struct FinalStatement {
    package let id: StatementID
    /// The block, as the node says.
    package let height: UInt64
    /// The leaf, as the receipt proves.
    package let index: UInt64
    let final: FinalCheckpoint
    let quorum: Quorum

    /// Checks the receipt of an outcome that is final: this statement, in the log, under a final checkpoint.
    package init(_ outcome: OutcomeBody, of statement: Statement, on network: Network) throws {
        try self.init(outcome, of: statement, on: EpochWalk(from: network))
    }

    /// The same on a ledger whose epochs are known: the checkpoint is judged by the set of its time.
    package init(_ outcome: OutcomeBody, of statement: Statement, on walk: EpochWalk) throws {
        guard let height = outcome.height, let text = outcome.receipt else { throw SubmitWords.noReceipt }
        let (receipt, final, network) = try FinalStatement.checked(text, walk)
        guard let stands = try? Statement(decoding: receipt.leaf), stands.id == statement.id else {
            throw SubmitWords.otherReceipt
        }
        self.final = final
        index = receipt.proof.index.value
        id = statement.id
        self.height = height
        quorum = network.quorum
    }

    private static func checked(
        _ text: String, _ walk: EpochWalk
    ) throws -> (receipt: Receipt, final: FinalCheckpoint, network: Network) {
        do throws(ReceiptError) {
            let receipt = try Receipt(parsing: text)
            let network = walk.network(for: receipt.checkpoint)
            return (receipt, try receipt.verify(network.policy), network)
        } catch { throw SubmitWords.badReceipt(ProofWords.describe(error)) }
    }

    /// What a list says of one of several acts: its subject, and where its statement stands.
    func listed(_ name: String, _ subject: String) -> JSONValue {
        [
            name: .string(subject), "height": .integer(Int64(clamping: height)),
            "index": .integer(Int64(clamping: index)), "statement": .string(id.description),
            "assurance": .integer(Int64(final.assurance)), "mayBeDown": .integer(Int64(quorum.silent)),
        ]
    }

    /// Adds to a report where the statement stands, and what the signatures below it are worth.
    func add(to report: inout Report) {
        report.fact(tell("final in block", zh: "已终局于区块"), "\(height)")
        report.fact(tell("leaf", zh: "条目"), "\(index)")
        report.json.append("height", .integer(Int64(clamping: height)))
        report.json.append("index", .integer(Int64(clamping: index)))
        AssuranceWords.add(AssuranceBody(final, quorum), to: &report)
        report.json.append("statement", .string(id.description))
    }
}
