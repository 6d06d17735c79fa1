public import Signing

/// An account of a holder at the registrar: random bytes, which say nothing of the person.
public struct AccountID: Hashable, Sendable, CBORCodable, CustomStringConvertible {
    public let bytes: [UInt8]

    public static let byteCount = 16

    /// Draws a new id.
    public init() { bytes = Random.bytes(AccountID.byteCount) }

    /// Nil for any other count than 16.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == AccountID.byteCount else { return nil }
        self.bytes = bytes
    }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        bytes = try decoder.byteString(count: AccountID.byteCount)
    }

    public var description: String { Hex.encode(bytes) }
}

/// The registrar's word that an account has these keys. It names no person.
public struct WalletBinding: Hashable, Sendable, CBORCodable {
    public let account: AccountID
    /// 1 for the first, one more at each re-binding.
    public let serial: UInt64
    /// To which documents are bound (P-256).
    public let holderKey: PublicKey
    /// To which deliveries are sealed (X25519).
    public let mailboxKey: [UInt8]
    /// Which can bind the account to another device at once (Ed25519).
    public let recoveryKey: PublicKey
    /// How well the person was checked: 1 by name and number, 2 with the face.
    public let level: UInt64
    /// POSIX seconds.
    public let issued: UInt64
    /// SHA-256 of the signed binding before this one.
    public let previous: Digest?

    public init(
        account: AccountID, serial: UInt64, request: AccountRequest, level: UInt64, issued: UInt64, previous: Digest?
    ) {
        self.account = account
        self.serial = serial
        holderKey = request.holderKey
        mailboxKey = request.mailboxKey
        recoveryKey = request.recoveryKey
        self.level = level
        self.issued = issued
        self.previous = previous
    }

    /// The binding as the registrar signs it; it has no end of its own, the next one takes its place.
    public func signed(by key: PrivateKey, of registrar: MemberID, origin: String) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.binding, issuer: registrar.text, origin: origin, notAfter: .posixLimit)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(8)
        account.encode(into: &encoder)
        encoder.unsigned(serial)
        holderKey.encode(into: &encoder)
        encoder.byteString(mailboxKey)
        recoveryKey.encode(into: &encoder)
        encoder.unsigned(level)
        encoder.unsigned(issued)
        encoder.optional(previous) { $0.digest($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 8)
        account = try AccountID(from: &decoder)
        serial = try decoder.unsigned(max: 1 << 53)
        holderKey = try decoder.key(.es256)
        mailboxKey = try decoder.byteString(count: 32)
        recoveryKey = try decoder.key(.ed25519)
        level = try decoder.unsigned(max: 16)
        issued = try decoder.unsigned(max: .posixLimit)
        previous = try decoder.optional { (inner) throws(CBORError) in try inner.digest() }
    }
}

/// A binding as it was received: its form is right, its signature not yet checked.
public struct SignedBinding: Sendable {
    public let statement: Statement
    public let binding: WalletBinding
    /// Who says so, if the signature is good.
    public let registrar: MemberID

    /// Most bytes of one.
    public static let maxByteCount = 1024

    /// Reads a signed binding for the ledger of that origin.
    public init(_ bytes: [UInt8], origin: String) throws(BindingError) {
        guard bytes.count <= SignedBinding.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        guard statement.header.contentType == Purpose.binding, !statement.isGovernance,
            let registrar = MemberID(statement.header.issuer ?? "")
        else { throw .notABinding }
        guard statement.header.origin == origin else { throw .otherLedger(statement.header.origin) }
        do { binding = try WalletBinding(decoding: statement.payload) } catch { throw .encoding(error) }
        self.registrar = registrar
    }

    /// SHA-256 of the signed bytes: what the next binding and the directory name.
    public var digest: Digest { SHA256.digest(statement.bytes) }

    /// True when one of these keys, which the caller knows for the registrar's, signed it.
    public func isSigned(by keys: [PublicKey]) -> Bool {
        keys.contains { statement.isSigned(statement.signatures[0], by: $0) }
    }
}

/// Why bytes are no binding.
public enum BindingError: Error, Equatable, Sendable {
    case tooLong(Int)
    case statement(StatementError)
    case notABinding
    case otherLedger(String)
    case encoding(CBORError)
}

extension CBORDecoder {
    /// A public key of one algorithm.
    mutating func key(_ algorithm: SignatureAlgorithm) throws(CBORError) -> PublicKey {
        let start = offset
        let key = try PublicKey(from: &self)
        guard key.algorithm == algorithm else { throw .outOfRange(offset: start) }
        return key
    }
}
