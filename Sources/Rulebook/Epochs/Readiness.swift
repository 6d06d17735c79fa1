public import Ledger
public import Signing

/// A newcomer's word that it follows the ledger: it has stored all below a final checkpoint, and stands by its keys.
public struct Readiness: Hashable, Sendable, CBORCodable {
    /// The checkpoint's note, as the validators of the day cosigned it.
    public let checkpoint: String
    /// By the newcomer's vote key, over `message(_:_:)`.
    public let signature: [UInt8]

    /// Most bytes of a note here, so that many newcomers fit one statement.
    static let maxNoteByteCount = 16_384

    /// Signs for a validator that is to be; the checkpoint must be over the signer's own stored log.
    public init(of validator: Validator, at checkpoint: FinalCheckpoint, by vote: PrivateKey) {
        self.checkpoint = checkpoint.note.encoded
        signature = vote.sign(Readiness.message(validator, checkpoint.note.text))
    }

    /// A word as it was read or received: nothing of it is believed before the rules checked it.
    public init(checkpoint: String, signature: [UInt8]) {
        self.checkpoint = checkpoint
        self.signature = signature
    }

    /// Tag ‖ SHA-256 of the validator's encoding ‖ the checkpoint's text, whose first line is the origin.
    static func message(_ validator: Validator, _ text: String) -> [UInt8] {
        Purpose.readiness + SHA256.digest(validator.encoded).bytes + Array(text.utf8)
    }

    /// Refuses unless the validator signed over a final checkpoint of this epoch that is no older than a statement of
    /// governance may be.
    func check(_ validator: Validator, in network: Network, at time: UInt64) throws(Refusal) {
        guard let note = try? SignedNote(parsing: checkpoint), let final = try? network.policy.check(note),
            validator.keys.vote.verifies(signature, over: Readiness.message(validator, note.text))
        else { throw .falseReadiness(validator.member) }
        let signed = final.cosigners.map(\.time).max() ?? 0
        guard signed <= .posixLimit, signed + network.parameters.governanceLifetime >= time / 1_000 else {
            throw .staleReadiness(validator.member, signed: signed)
        }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.text(checkpoint)
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        checkpoint = try decoder.text(max: Readiness.maxNoteByteCount)
        signature = try decoder.byteString(count: 64)
    }
}
