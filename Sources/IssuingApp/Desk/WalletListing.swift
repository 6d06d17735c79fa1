internal import Rulebook
public import Sealing
public import Signing

/// Whom the registrar is asked for.
public struct HolderName: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// 持证主体代码类型代码 of GB/T 36903.
    public let kind: String
    public let number: String
    public let name: String

    public init(kind: String, number: String, name: String) {
        self.kind = kind
        self.number = number
        self.name = name
    }

    /// The kind alone, so that no log shows who it is.
    public var description: String { "<holder of kind \(kind)>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The number as a clerk may see it in a list: its ends.
    public var masked: String {
        let letters = Array(number)
        guard letters.count > 8 else { return String(repeating: "*", count: letters.count) }
        return String(letters.prefix(4)) + String(repeating: "*", count: letters.count - 8) + String(letters.suffix(4))
    }
}

/// What the registrar tells an issuer of a wallet.
public struct WalletListing: Hashable, Sendable, CBORCodable {
    /// 16 random bytes that name the account, off the ledger.
    public let account: [UInt8]
    public let holderKey: PublicKey
    public let mailbox: SealingPublicKey
    /// From which this issuer's tags follow.
    public let pairSecret: PairSecret
    /// The registrar's signed binding, as it came.
    public let binding: [UInt8]

    public init(
        account: [UInt8], holderKey: PublicKey, mailbox: SealingPublicKey, pairSecret: PairSecret, binding: [UInt8]
    ) {
        self.account = account
        self.holderKey = holderKey
        self.mailbox = mailbox
        self.pairSecret = pairSecret
        self.binding = binding
    }

    /// How often the account was bound, by the binding: 1 for the first device.
    public var serial: UInt64 {
        let bound = try? WalletBinding(decoding: Statement(decoding: binding).payload)
        return bound?.serial ?? 1
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.byteString(account)
        holderKey.encode(into: &encoder)
        mailbox.encode(into: &encoder)
        pairSecret.encode(into: &encoder)
        encoder.byteString(binding)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        account = try decoder.byteString(count: 16)
        holderKey = try PublicKey(from: &decoder)
        mailbox = try SealingPublicKey(from: &decoder)
        pairSecret = try PairSecret(from: &decoder)
        binding = try decoder.byteString(max: 4_096)
    }
}
