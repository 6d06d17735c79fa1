public import Signing

/// The holder's leave to pass on one use to one recipient, signed by the grant's own key: from that key the grant's id
/// follows, so it can be checked when the grant has left the state, too.
public struct PassingLeave: Hashable, Sendable, CBORCodable {
    public let grantKey: PublicKey
    /// POSIX seconds.
    public let notAfter: UInt64
    /// 64 bytes.
    public let signature: [UInt8]

    /// A leave by the grant's key.
    public init(index: UInt64, to recipient: Recipient, notAfter: UInt64, origin: String, by key: PrivateKey) {
        precondition(key.publicKey.algorithm == .ed25519, "the key of a grant is of Ed25519")
        grantKey = key.publicKey
        self.notAfter = notAfter
        signature = key.sign(
            PassingLeave.signed(GrantID(origin: origin, key: key.publicKey), index, recipient, notAfter))
    }

    /// True when the key of that grant signed it for this use and this recipient.
    public func isFor(_ grant: GrantID, index: UInt64, to recipient: Recipient, origin: String) -> Bool {
        GrantID(origin: origin, key: grantKey) == grant
            && grantKey.verifies(signature, over: PassingLeave.signed(grant, index, recipient, notAfter))
    }

    /// The grant's id follows from the ledger's origin, so a leave serves one ledger.
    private static func signed(
        _ grant: GrantID, _ index: UInt64, _ recipient: Recipient, _ notAfter: UInt64
    ) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(4)
        grant.encode(into: &encoder)
        encoder.unsigned(index)
        recipient.encode(into: &encoder)
        encoder.unsigned(notAfter)
        return Purpose.passingLeave + encoder.bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.byteString(grantKey.bytes)
        encoder.unsigned(notAfter)
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        grantKey = try PublicKey(grantKeyFrom: &decoder)
        notAfter = try decoder.unsigned(max: .posixLimit)
        signature = try decoder.byteString(count: 64)
    }
}
