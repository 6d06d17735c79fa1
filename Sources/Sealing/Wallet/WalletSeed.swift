public import Signing

/// The root of a wallet's keys: whoever has it finds all of them again, on any device. Prints as `<secret>`.
public struct WalletSeed: Sendable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]

    public static let byteCount = 32

    /// Draws a new seed.
    public init() { bytes = Random.bytes(WalletSeed.byteCount) }

    /// Nil for any other count than 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == WalletSeed.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The keys for one ledger.
    public func keys(origin: String) -> WalletKeys { WalletKeys(seed: bytes, origin: origin) }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The keys of a wallet on one ledger, each derived from the seed for its one purpose.
public struct WalletKeys: Sendable, CustomStringConvertible, CustomReflectable {
    /// Opens what senders put into the strongroom.
    public let mailbox: SealingPrivateKey
    /// Gives the tags; the registrar learns it when the account opens.
    public let mailboxRoot: MailboxRoot
    /// Binds the account to a new device when the old one is lost (Ed25519).
    public let recovery: PrivateKey
    /// Seals what the wallet keeps in its database.
    public let storage: StorageKey
    private let seed: [UInt8]
    private let origin: String

    init(seed: [UInt8], origin: String) {
        self.seed = seed
        self.origin = origin
        mailbox = SealingPrivateKey(checked: WalletKeys.derive(seed, origin, .mailbox))
        let root = MailboxRoot(WalletKeys.derive(seed, origin, .mailboxRoot))
        let key = PrivateKey(.ed25519, secret: WalletKeys.derive(seed, origin, .recovery))
        let storageKey = SecretKey(WalletKeys.derive(seed, origin, .storage))
        guard let root, let key, let storageKey else { preconditionFailure("a derived secret has 32 bytes") }
        mailboxRoot = root
        recovery = key
        storage = StorageKey(storageKey)
    }

    /// The key of the grant with that number (Ed25519), used for that grant alone.
    public func grantKey(_ number: UInt64) -> PrivateKey {
        guard let key = PrivateKey(.ed25519, secret: WalletKeys.derive(seed, origin, .grant, number)) else {
            preconditionFailure("a derived secret has 32 bytes")
        }
        return key
    }

    /// What each derived secret is for; the words stand in the derivation.
    private enum Derived: String {
        case mailbox
        case mailboxRoot = "mailbox-root"
        case recovery
        case storage
        case grant
    }

    /// HKDF-SHA256 over the seed; info is the CBOR array of what for, the ledger, and a number.
    private static func derive(_ seed: [UInt8], _ origin: String, _ what: Derived, _ number: UInt64 = 0) -> [UInt8] {
        var info = CBOREncoder()
        info.array(3)
        info.text(what.rawValue)
        info.text(origin)
        info.unsigned(number)
        return Primitives.derive(seed, salt: Purpose.walletKey, info: info.bytes)
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
