public import Consensus
import Ledger
public import Signing

/// What tells an answer to this question from one to an earlier question: drawn anew at every start.
public struct DoubtNonce: Hashable, Sendable, CBORCodable {
    public static let byteCount = 32
    public let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == DoubtNonce.byteCount else { return nil }
        self.bytes = bytes
    }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        bytes = try decoder.byteString(count: DoubtNonce.byteCount)
    }
}

/// A validator's word to one in doubt: the newest decision that it knows, bound to the question.
public struct DoubtAnswer: Hashable, Sendable, CBORCodable {
    public let nonce: DoubtNonce
    /// Nil before the first decision.
    public let commit: CommitCertificate?
    /// By the vote key of whoever answers.
    public let signature: [UInt8]

    public init(nonce: DoubtNonce, commit: CommitCertificate?, signature: [UInt8]) {
        self.nonce = nonce
        self.commit = commit
        self.signature = signature
    }

    /// The height that the certificate proves.
    var height: Height { commit?.height ?? Height(0) }

    /// The bytes to sign: purpose ‖ length of the origin (2) ‖ origin ‖ nonce ‖ height (8) ‖ block, or zeros (32) ‖
    /// digest of the validator set ‖ digest of the parameters. Numbers are big-endian.
    public static func signedBytes(
        _ nonce: DoubtNonce, _ commit: CommitCertificate?, in setup: HeightSetup
    ) -> [UInt8] {
        var bytes = Purpose.doubtAnswer
        let origin = Array(setup.origin.utf8)
        bytes += bigEndian(UInt64(origin.count), 2) + origin + nonce.bytes
        bytes += bigEndian(commit?.height.value ?? 0, 8)
        (commit?.block.digest ?? .zero).append(to: &bytes)
        setup.validatorsDigest.append(to: &bytes)
        setup.parametersDigest.append(to: &bytes)
        return bytes
    }

    private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        nonce.encode(into: &encoder)
        encoder.optional(commit) { $1.encode(into: &$0) }
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        nonce = try DoubtNonce(from: &decoder)
        commit = try decoder.optional { (inner) throws(CBORError) in try CommitCertificate(from: &inner) }
        signature = try decoder.byteString(count: 64)
    }
}
