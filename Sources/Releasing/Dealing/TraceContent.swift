import Sealing
import Signing

/// What a trace packet holds, and the seed from which the packet follows byte for byte. Prints as `<secret>`.
///
/// A ticket carries both, so that the relying party makes the packet again and sees that the regulator will find the
/// same.
struct TraceContent: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// A one-time token signed by the registrar, never an identity; empty when the wallet has none.
    let token: [UInt8]
    let seed: [UInt8]

    static let maxTokenByteCount = 1_024
    static let seedByteCount = 32
    private static let paddingStep = 128

    init(token: [UInt8], seed: [UInt8]) {
        self.token = token
        self.seed = seed
    }

    /// The secret that is dealt for the packet.
    func secret(_ context: GrantContext) -> DealtSecret { DealtSecret(checked: derive(0, context)) }

    /// Sealed to the regulator, and that again under a key of the dealt secret.
    func packet(_ context: GrantContext, regulator: SealingPublicKey) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.byteString(token)
        let inner = regulator.seal(
            Padding.padded(encoder.bytes, to: TraceContent.paddingStep), for: Purpose.trace, context: context.bytes,
            ephemeral: derive(1, context))
        return TraceContent.key(secret(context), context).seal(inner, context: context.bytes)
    }

    /// The token, for the regulator who has the dealt secret.
    static func open(
        _ packet: [UInt8], _ secret: DealtSecret, _ context: GrantContext, by key: SealingPrivateKey
    ) throws(SealingError) -> [UInt8] {
        let inner = try TraceContent.key(secret, context).open(packet, context: context.bytes)
        let plaintext = try key.open(inner, for: Purpose.trace, context: context.bytes)
        var decoder = CBORDecoder(plaintext)
        let token: [UInt8]
        do throws(CBORError) { token = try decoder.byteString(max: maxTokenByteCount) } catch { throw .encoding(error) }
        guard Padding.isRight(plaintext, from: decoder.offset, step: paddingStep) else { throw .wrongPadding }
        return token
    }

    private func derive(_ number: UInt8, _ context: GrantContext) -> [UInt8] {
        KeyDerivation.expand(seed, info: Purpose.trace + context.bytes + [number])
    }

    private static func key(_ secret: DealtSecret, _ context: GrantContext) -> OneTimeKey {
        OneTimeKey(deriving: secret.bytes, info: Purpose.trace + context.bytes + [2])
    }

    var description: String { "<secret>" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
