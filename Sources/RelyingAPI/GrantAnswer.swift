public import Signing

/// What a wallet posts to `response_uri`: its leave with the sealed data, or its refusal.
public enum GrantAnswer: Hashable, Sendable {
    /// The encoded deposit, and the signed `grant`.
    case granted(deposit: [UInt8], grant: [UInt8])
    /// The signed `refuse`.
    case refused([UInt8])

    /// Most bytes of an answer.
    public static let maxByteCount = (8 << 20) + (64 << 10)
    private static let maxDeposit = 8 << 20
}

extension GrantAnswer: CBORCodable {
    /// `[1, deposit, grant]` or `[2, refusal]`.
    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .granted(let deposit, let grant):
            encoder.array(3)
            encoder.unsigned(1)
            encoder.byteString(deposit)
            encoder.byteString(grant)
        case .refused(let refusal):
            encoder.array(2)
            encoder.unsigned(2)
            encoder.byteString(refusal)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 3)
        let kind = try decoder.unsigned()
        switch (kind, count) {
        case (1, 3):
            let deposit = try decoder.byteString(max: GrantAnswer.maxDeposit)
            self = .granted(deposit: deposit, grant: try decoder.byteString(max: Statement.maxByteCount))
        case (2, 2): self = .refused(try decoder.byteString(max: Statement.maxByteCount))
        case (_, _): throw .unknownCode(offset: start, code: kind)
        }
    }
}
