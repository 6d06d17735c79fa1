internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Where a statement stands on the ledger, by receipts that were checked here: a node's word alone is not enough.
struct FinalPlace: Sendable {
    let height: UInt64
    let block: Digest
    /// Block time in ms.
    let time: UInt64
    /// The receipt's text form.
    let receipt: String
}

extension RelyingLedger {
    /// The place of a statement that is said to be final: its receipt, and that of the seal of its block.
    func place(of id: StatementID, _ outcome: OutcomeBody) async throws -> FinalPlace {
        let walk = try await walk()
        let receipt = try outcome.checkedReceipt(of: id, walk)
        let bytes = try await sealReceipt(of: receipt.proof.index)
        do {
            let above = try Receipt(decoding: bytes)
            _ = try above.verify(walk.policy(for: above.checkpoint))
            let seal = try Seal(decoding: above.leaf)
            guard seal.firstIndex <= receipt.proof.index, receipt.proof.index < above.proof.index else {
                throw LedgerSilent(zh: "区块封条不属于这项声明。", en: "the seal is that of another block")
            }
            return FinalPlace(
                height: seal.height.value, block: seal.id.digest, time: seal.time, receipt: receipt.text)
        } catch let silence as LedgerSilent { throw silence } catch {
            throw LedgerSilent(zh: "区块封条的回执不成立：\(error)", en: "the receipt of the seal does not hold: \(error)")
        }
    }
}

extension OutcomeBody {
    /// The receipt of a final outcome, once it is good and of that statement.
    func checkedReceipt(of id: StatementID, _ walk: EpochWalk) throws(LedgerSilent) -> Receipt {
        guard let text = receipt else { throw LedgerSilent(zh: "节点没有给出回执。", en: "the node gave no receipt") }
        do {
            let receipt = try Receipt(parsing: text)
            _ = try receipt.verify(walk.policy(for: receipt.checkpoint))
            guard try Statement(decoding: receipt.leaf).id == id else {
                throw LedgerSilent(zh: "回执属于另一项声明。", en: "the receipt is of another statement")
            }
            return receipt
        } catch let silence as LedgerSilent { throw silence } catch {
            throw LedgerSilent(zh: "回执不成立：\(error)", en: "the receipt does not hold: \(error)")
        }
    }
}
