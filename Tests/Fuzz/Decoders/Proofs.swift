import Ledger
import Rulebook
import Signing

extension Decoder {
    /// Receipts and proofs, in text and in CBOR. What is accepted is also put to the check, which may say no.
    static let proofs = [
        Decoder(name: "receipt-text", rewrite: rewriteReceiptText) { Samples.receipts.map { Array($0.text.utf8) } },
        Decoder(name: "receipt-cbor", rewrite: rewriteReceipt) { Samples.receipts.map(\.encoded) },
        Decoder(name: "log-proof", rewrite: rewriteLogProof) { Samples.logProofs.map { Array($0.encoded.utf8) } },
        Decoder(name: "state-proof", rewrite: rewriteStateProof) { Samples.stateProofs.map(\.encoded) },
        Decoder(name: "state-bucket", rewrite: rewriteStateBucket) { Samples.stateBuckets.map(\.encoded) },
        Decoder(name: "sealed-proof", rewrite: rewriteSealedProof) { Samples.sealedProofs.map(\.encoded) },
        Decoder(name: "sealed-bucket", rewrite: rewriteSealedBucket) { Samples.sealedBuckets.map(\.encoded) },
    ]

    @Sendable private static func rewriteReceiptText(_ input: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: input, as: UTF8.self), let receipt = try? Receipt(parsing: text) else {
            return nil
        }
        return isSameInBothForms(receipt) ? Array(receipt.text.utf8) : []
    }

    @Sendable private static func rewriteReceipt(_ input: [UInt8]) -> [UInt8]? {
        guard let receipt = try? Receipt(decoding: input) else { return nil }
        _ = try? CheckedIssue(receipt, network: Samples.network)
        _ = try? receipt.verify(Samples.network.policy)
        return receipt.encoded
    }

    /// A receipt in text that is not too large for CBOR is the same one there.
    private static func isSameInBothForms(_ receipt: Receipt) -> Bool {
        guard let other = try? Receipt(decoding: receipt.encoded) else { return false }
        return other == receipt
    }

    @Sendable private static func rewriteLogProof(_ input: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: input, as: UTF8.self), let proof = try? LogProof(parsing: text) else {
            return nil
        }
        _ = try? proof.verify(leaf: Samples.seal.encoded, policy: Samples.network.policy)
        return Array(proof.encoded.utf8)
    }

    @Sendable private static func rewriteStateProof(_ input: [UInt8]) -> [UInt8]? {
        guard let proof = try? StateProof(decoding: input) else { return nil }
        for key in Samples.keys { _ = try? proof.value(of: key, under: Samples.tree.root) }
        return proof.encoded
    }

    @Sendable private static func rewriteStateBucket(_ input: [UInt8]) -> [UInt8]? {
        guard let bucket = try? StateBucket(decoding: input) else { return nil }
        check(bucket)
        return bucket.encoded
    }

    @Sendable private static func rewriteSealedProof(_ input: [UInt8]) -> [UInt8]? {
        guard let sealed = try? SealedProof(decoding: input) else { return nil }
        for key in Samples.keys { _ = try? sealed.value(of: key, policy: Samples.network.policy) }
        return sealed.encoded
    }

    @Sendable private static func rewriteSealedBucket(_ input: [UInt8]) -> [UInt8]? {
        guard let sealed = try? SealedBucket(decoding: input) else { return nil }
        for key in Samples.keys { _ = try? sealed.proof(of: key, policy: Samples.network.policy) }
        check(sealed.bucket)
        return sealed.encoded
    }

    /// A bucket that holds together gives proofs that hold under the same root.
    private static func check(_ bucket: StateBucket) {
        let root = Samples.tree.root
        guard (try? bucket.verify(root: root)) != nil else { return }
        for key in Samples.keys where bucket.covers(key) {
            let proof = try? bucket.proof(key)
            let value = proof.map { try? $0.value(of: key, under: root) }
            precondition(value == Samples.tree.value(key), "a verified bucket gives a wrong proof of \(key)")
        }
    }
}
