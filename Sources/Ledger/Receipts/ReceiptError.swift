public import Signing

/// Why bytes are not a receipt, or a receipt does not prove its leaf.
public enum ReceiptError: Error, Equatable, Sendable {
    /// A text that does not read, or a checkpoint that is not final.
    case note(NoteError)
    /// CBOR that does not read.
    case encoding(CBORError)
    /// The path does not lead to the checkpoint's root.
    case proof(ProofError)
    /// The path speaks of a log of another size than the checkpoint.
    case sizeMismatch(proof: UInt64, checkpoint: UInt64)
    /// Longer than any receipt.
    case tooLong(limit: Int, found: Int)
}
