public import Sealing
public import Signing

/// What a node gives to the one who traced, beside its share: the deposit's manifest and its trace packet.
///
/// It is sealed to the release key that the trace names. Anybody may ask for it, and only that regulator learns from it
/// under which tags the parts of the deposit lie.
public struct TracedPacket: Hashable, Sendable {
    public let manifest: DepositManifest
    /// The trace packet, as the manifest's digest of it says.
    public let packet: [UInt8]

    /// Most bytes of a sealed one.
    public static let maxSealedByteCount = DepositManifest.maxByteCount + maxPacketByteCount + 1_024
    /// Most bytes of a trace packet: a token, its padding, two seals.
    private static let maxPacketByteCount = 2_048

    /// Seals both for the one who made that trace.
    public static func sealed(
        _ manifest: DepositManifest, _ packet: [UInt8], for trace: StatementID, to key: SealingPublicKey
    ) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(1)
        encoder.byteString(manifest.encoded)
        encoder.byteString(packet)
        return key.seal(encoder.bytes, for: Purpose.tracePacket, context: trace.digest.bytes)
    }

    /// Opens what a node gave for that trace; refuses a packet that is not the one of the manifest.
    ///
    /// That the manifest is the grant's is known once a quorum has released shares under its digest.
    public init(
        opening sealed: [UInt8], for trace: StatementID, by key: SealingPrivateKey
    ) throws(SealingError) {
        guard sealed.count <= TracedPacket.maxSealedByteCount else {
            throw .wrongSize(found: sealed.count, limit: TracedPacket.maxSealedByteCount)
        }
        let plaintext = try key.open(sealed, for: Purpose.tracePacket, context: trace.digest.bytes)
        do throws(CBORError) {
            var decoder = CBORDecoder(plaintext)
            try decoder.array(count: 3)
            try decoder.code(1)
            manifest = try DepositManifest(decoding: try decoder.byteString(max: DepositManifest.maxByteCount))
            let start = decoder.offset
            packet = try decoder.byteString(max: TracedPacket.maxPacketByteCount)
            try decoder.finish()
            guard SHA256.digest(packet) == manifest.trace else { throw .outOfRange(offset: start) }
        } catch { throw .encoding(error) }
    }
}
