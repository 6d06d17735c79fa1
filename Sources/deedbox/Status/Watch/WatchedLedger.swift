package import Ledger
package import NodeAPI
package import Rulebook
import Signing

/// What a watcher asks a ledger, and gets with its proof: behind HTTP, or in memory.
package protocol WatchedLedger: Sendable {
    /// What the state holds under each key, as of a block that is not older than `height`; each answer is checked.
    func ask(_ kind: StateKind, _ keys: [StateKey], since height: UInt64) async throws -> [StateKey: ProvenState]

    /// The acts of a block that are about documents with these records, each with its receipt.
    func acts(in block: BlockBody, about records: Set<LeafIndex>) async throws -> ProvenActs
}

/// What the state holds under one key, or that it holds nothing, proven up to a final checkpoint.
package struct ProvenState: Sendable {
    package let value: [UInt8]?
    /// It speaks as of this block.
    package let seal: Seal
    package let proof: SealedProof

    package init(value: [UInt8]?, seal: Seal, proof: SealedProof) {
        self.value = value
        self.seal = seal
        self.proof = proof
    }
}

/// Acts of one block, which its seal proves to be of that block and time.
package struct ProvenActs: Sendable {
    package let seal: Seal
    package let acts: [ProvenAct]

    package init(seal: Seal, acts: [ProvenAct]) {
        self.seal = seal
        self.acts = acts
    }
}

/// An act on the ledger with the receipt of its statement.
package struct ProvenAct: Sendable {
    package let act: Act
    package let receipt: Receipt

    /// Reads the statement of a receipt; nil when it is not about one of these records.
    ///
    /// The leaf stands in the log, so every node has asked that the member who signed issued the record.
    package init?(_ receipt: Receipt, about records: Set<LeafIndex>) {
        guard let act = ProvenAct.act(receipt.leaf, about: records) else { return nil }
        self.act = act
        self.receipt = receipt
    }

    /// The act of a leaf, when it changes what is said of one of these records.
    static func act(_ leaf: [UInt8], about records: Set<LeafIndex>) -> Act? {
        guard let statement = try? Statement(decoding: leaf),
            let name = ActName(contentType: statement.header.contentType),
            name.blockClass == .statuses, let act = try? Act(name, payload: statement.payload),
            let record = act.watchedRecord, records.contains(record)
        else { return nil }
        return act
    }
}

extension Act {
    /// The record whose status or correction the act changes; nil for every other act.
    var watchedRecord: LeafIndex? {
        if case .setStatus(let act) = self { return act.record }
        if case .openCorrection(let act) = self { return act.record }
        if case .answerCorrection(let act) = self { return act.record }
        return nil
    }
}
