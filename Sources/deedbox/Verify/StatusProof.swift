package import Ledger
package import Rulebook
import Signing

/// A document's status as of one block, proven offline: which document, and the way from its entry, or from the place
/// where it would stand, to a final checkpoint.
package struct StatusProof: Hashable, Sendable {
    package let issuer: MemberID
    package let commitment: Commitment
    package let proof: SealedProof

    /// The longest file that is read, in bytes.
    package static let maxByteCount = 131_072
    private static let version: UInt64 = 1

    /// The proof of a document of an issuer.
    package init(issuer: MemberID, commitment: Commitment, proof: SealedProof) {
        self.issuer = issuer
        self.commitment = commitment
        self.proof = proof
    }

    /// The CBOR form: `[1, issuer, commitment, sealed proof]`.
    package var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.unsigned(StatusProof.version)
        issuer.encode(into: &encoder)
        commitment.encode(into: &encoder)
        encoder.byteString(proof.encoded)
        return encoder.bytes
    }

    /// Reads the CBOR form.
    package init(decoding bytes: [UInt8]) throws(SealedProofError) {
        let sealed: [UInt8]
        do throws(CBORError) {
            var decoder = CBORDecoder(bytes)
            try decoder.array(count: 4)
            let start = decoder.offset
            let version = try decoder.unsigned()
            guard version == StatusProof.version else { throw .unknownCode(offset: start, code: version) }
            issuer = try MemberID(from: &decoder)
            commitment = try Commitment(from: &decoder)
            sealed = try decoder.byteString(max: StatusProof.maxByteCount)
            try decoder.finish()
        } catch { throw .encoding(error) }
        proof = try SealedProof(decoding: sealed)
    }
}
