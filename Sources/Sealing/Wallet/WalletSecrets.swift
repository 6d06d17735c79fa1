public import Signing

/// What a wallet's key store holds: the seed, and the holder keys of this device.
public struct WalletSecrets: Sendable, CBORCodable {
    public let seed: WalletSeed
    /// P-256 keys to which documents are bound; the first is the one of the account's binding.
    public var holderKeys: [PrivateKey]

    /// Most holder keys.
    public static let maxHolderKeys = 256

    public init(seed: WalletSeed, holderKeys: [PrivateKey]) {
        precondition(holderKeys.allSatisfy { $0.publicKey.algorithm == .es256 }, "a holder key is of P-256")
        self.seed = seed
        self.holderKeys = holderKeys
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(1)
        encoder.byteString(seed.bytes)
        encoder.list(holderKeys) { $0.byteString($1.secret) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        guard let seed = WalletSeed(try decoder.byteString(count: WalletSeed.byteCount)) else {
            throw .outOfRange(offset: start)
        }
        self.seed = seed
        holderKeys = try decoder.list(max: WalletSecrets.maxHolderKeys) { (inner) throws(CBORError) in
            let start = inner.offset
            guard let key = PrivateKey(.es256, secret: try inner.byteString(count: 32)) else {
                throw .outOfRange(offset: start)
            }
            return key
        }
    }
}
