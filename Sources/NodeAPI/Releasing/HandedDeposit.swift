internal import Releasing
internal import Rulebook
public import Signing

/// A deposit as it is handed to a node, and as nodes pass it on: with the leave to do so.
///
/// `[1, leave: bstr, deposit: bstr]`: the leave is the relying party's signed request; once there is a grant, the
/// holder's signed `grant.limit` that names the new manifest.
public struct HandedDeposit: Hashable, Sendable, CBORCodable {
    public let leave: [UInt8]
    /// The encoded deposit.
    public let deposit: [UInt8]

    /// Most bytes of a leave.
    public static let maxLeaveByteCount = 4_096
    /// Most bytes of the encoding.
    public static let maxByteCount = Deposit.maxByteCount + maxLeaveByteCount + 16

    public init(leave: [UInt8], deposit: [UInt8]) {
        self.leave = leave
        self.deposit = deposit
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(1)
        encoder.byteString(leave)
        encoder.byteString(deposit)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        leave = try decoder.byteString(max: HandedDeposit.maxLeaveByteCount)
        deposit = try decoder.byteString(max: Deposit.maxByteCount)
    }
}
