public import Signing

/// What a wallet posts to `response_uri`: its leave with the sealed data, or its refusal; later perhaps a deposit for
/// other validators.
public enum GrantAnswer: Hashable, Sendable {
    /// The encoded deposit, and the signed `grant`.
    case granted(deposit: [UInt8], grant: [UInt8])
    /// The signed `refuse`.
    case refused([UInt8])
    /// A deposit of unused uses for the validators of today, and the signed `grant.limit` that names it.
    case dealtAgain(deposit: [UInt8], limit: [UInt8])

    /// Most bytes of an answer.
    public static let maxByteCount = (8 << 20) + (64 << 10)
    private static let maxDeposit = 8 << 20
}

extension GrantAnswer: CBORCodable {
    /// `[1, deposit, grant]`, `[2, refusal]` or `[3, deposit, limit]`.
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
        case .dealtAgain(let deposit, let limit):
            encoder.array(3)
            encoder.unsigned(3)
            encoder.byteString(deposit)
            encoder.byteString(limit)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 3)
        let kind = try decoder.unsigned()
        switch (kind, count) {
        case (1, 3), (3, 3):
            let deposit = try decoder.byteString(max: GrantAnswer.maxDeposit)
            let statement = try decoder.byteString(max: Statement.maxByteCount)
            self =
                kind == 1
                ? .granted(deposit: deposit, grant: statement) : .dealtAgain(deposit: deposit, limit: statement)
        case (2, 2): self = .refused(try decoder.byteString(max: Statement.maxByteCount))
        case (_, _): throw .unknownCode(offset: start, code: kind)
        }
    }
}
