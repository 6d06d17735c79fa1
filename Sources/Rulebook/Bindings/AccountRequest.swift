public import Signing

/// The keys for which a wallet wants an account, or a device its binding. Holder and recovery key sign it both.
public struct AccountRequest: Hashable, Sendable, CBORCodable {
    public let holderKey: PublicKey
    public let mailboxKey: [UInt8]
    /// SHA-256 of the mailbox root that the registrar gets with it.
    public let mailboxRoot: Digest
    public let recoveryKey: PublicKey

    public init(holderKey: PublicKey, mailboxKey: [UInt8], mailboxRoot: Digest, recoveryKey: PublicKey) {
        precondition(holderKey.algorithm == .es256, "a holder key is of P-256")
        precondition(recoveryKey.algorithm == .ed25519, "a recovery key is of Ed25519")
        precondition(mailboxKey.count == 32, "a mailbox key has 32 bytes")
        self.holderKey = holderKey
        self.mailboxKey = mailboxKey
        self.mailboxRoot = mailboxRoot
        self.recoveryKey = recoveryKey
    }

    /// How long a proof is good, in seconds.
    public static let lifetime: UInt64 = 600

    /// The proof that who asks has that key: the request, signed by it.
    public func proof(by key: PrivateKey, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.account, issuer: nil, origin: origin,
            notAfter: seconds + AccountRequest.lifetime / 2)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        holderKey.encode(into: &encoder)
        encoder.byteString(mailboxKey)
        encoder.digest(mailboxRoot)
        recoveryKey.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        holderKey = try decoder.key(.es256)
        mailboxKey = try decoder.byteString(count: 32)
        mailboxRoot = try decoder.digest()
        recoveryKey = try decoder.key(.ed25519)
    }
}

/// One signature over an account request, good for the ledger and the moment; by which key is the reader's to ask.
public struct AccountProof: Sendable {
    public let request: AccountRequest
    private let statement: Statement

    /// Reads a proof for the ledger of that origin, at that time in POSIX seconds.
    public init(_ bytes: [UInt8], origin: String, now seconds: UInt64) throws(BindingError) {
        guard bytes.count <= SignedBinding.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        let header = statement.header
        guard header.contentType == Purpose.account, !statement.isGovernance, header.issuer == nil else {
            throw .notABinding
        }
        guard header.origin == origin else { throw .otherLedger(header.origin) }
        guard (seconds...seconds + AccountRequest.lifetime).contains(header.notAfter) else { throw .notABinding }
        do { request = try AccountRequest(decoding: statement.payload) } catch { throw .encoding(error) }
    }

    /// True when that key signed it.
    public func isSigned(by key: PublicKey) -> Bool { statement.isSigned(statement.signatures[0], by: key) }
}

/// A device's word that a re-binding which waits must not come into force.
public struct Veto: Hashable, Sendable, CBORCodable {
    public let account: AccountID
    /// SHA-256 of the signed binding that waits.
    public let binding: Digest

    public init(account: AccountID, binding: Digest) {
        self.account = account
        self.binding = binding
    }

    /// The veto as the present holder key or the recovery key signs it.
    public func signed(by key: PrivateKey, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.veto, issuer: nil, origin: origin, notAfter: seconds + AccountRequest.lifetime / 2)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        account.encode(into: &encoder)
        encoder.digest(binding)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        account = try AccountID(from: &decoder)
        binding = try decoder.digest()
    }
}

/// A veto as it was received; by which key is the reader's to ask.
public struct SignedVeto: Sendable {
    public let veto: Veto
    private let statement: Statement

    /// Reads a veto for the ledger of that origin, at that time in POSIX seconds.
    public init(_ bytes: [UInt8], origin: String, now seconds: UInt64) throws(BindingError) {
        guard bytes.count <= SignedBinding.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        let header = statement.header
        guard header.contentType == Purpose.veto, !statement.isGovernance, header.issuer == nil,
            (seconds...seconds + AccountRequest.lifetime).contains(header.notAfter)
        else { throw .notABinding }
        guard header.origin == origin else { throw .otherLedger(header.origin) }
        do { veto = try Veto(decoding: statement.payload) } catch { throw .encoding(error) }
    }

    /// True when that key signed it.
    public func isSigned(by key: PublicKey) -> Bool { statement.isSigned(statement.signatures[0], by: key) }
}
