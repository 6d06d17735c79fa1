public import Logging
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// The registrar: checks who a person is, binds wallets' keys to that identity, and tells issuers of it.
///
/// Who has which keys never stands on the ledger: only the salted root over all bindings does.
public struct Registrar: Sendable {
    let configuration: RegistrarConfiguration
    let database: RegistrarDatabase
    let check: any RealNameCheck
    let ledger: any RegistrarLedger
    let rates: LookUpRates
    /// POSIX seconds.
    let now: @Sendable () -> UInt64
    let logger: Logger

    var origin: String { ledger.network.origin }

    /// Makes the database of a new registrar; nothing is made by accident.
    public static func create(_ configuration: RegistrarConfiguration, origin: String) throws {
        try RegistrarDatabase.create(
            at: configuration.database, storage: configuration.storage, origin: origin,
            member: configuration.member.text)
    }

    /// Opens a registrar that was made before. `now` is the clock, in POSIX seconds.
    public static func open(
        _ configuration: RegistrarConfiguration, check: any RealNameCheck, ledger: any RegistrarLedger,
        logger: Logger, now: (@Sendable () -> UInt64)? = nil
    ) throws -> Registrar {
        let network = ledger.network
        guard !check.isTest || network.genesis.isSample else {
            throw RegistrarError.testPopulation(origin: network.origin)
        }
        guard configuration.isLoopback || configuration.isBehindProxy else {
            throw RegistrarError.notLoopback(configuration.host)
        }
        let database = try RegistrarDatabase.open(
            at: configuration.database, storage: configuration.storage, origin: network.origin,
            member: configuration.member.text)
        return Registrar(
            configuration: configuration, database: database, check: check, ledger: ledger,
            rates: LookUpRates(perMinute: configuration.numbersPerMinute), now: now ?? { Moment.seconds },
            logger: logger)
    }

    /// All accounts, for the registrar's own eyes.
    public static func accounts(_ configuration: RegistrarConfiguration, origin: String) throws -> [AccountLine] {
        try books(configuration, origin).accounts()
    }

    /// The entries of the registrar's log behind a number, its whole chain checked.
    public static func log(
        _ configuration: RegistrarConfiguration, origin: String, after number: Int64, limit: Int
    ) throws -> [LogEntry] {
        try books(configuration, origin).log(after: number, limit: limit)
    }

    private static func books(
        _ configuration: RegistrarConfiguration, _ origin: String
    ) throws -> RegistrarDatabase {
        try RegistrarDatabase.open(
            at: configuration.database, storage: configuration.storage, origin: origin,
            member: configuration.member.text)
    }
}

/// A wish for a binding of which everything was checked that needs no account: who asks, and that he has the keys.
struct ConfirmedWish: Sendable {
    let claim: IdentityClaim
    let identity: Digest
    let level: UInt64
    let request: AccountRequest
    let root: [UInt8]
    let backup: String?
    /// The same request signed by another key, if there was one.
    let previous: AccountProof?
}

extension Registrar {
    /// Checks keys first, then the person: a denied check is logged and opens nothing.
    func confirm(_ body: AccountBody) async throws -> ConfirmedWish {
        let request = try proven(body)
        guard let root = Base64URL.decode(body.mailboxRoot), MailboxRoot(root) != nil,
            SHA256.digest(root) == request.mailboxRoot
        else { throw RegistrarProblem.badProof("mailboxRoot is not what the request names") }
        guard SealingPublicKey(request.mailboxKey) != nil else {
            throw RegistrarProblem.badProof("the mailbox key is no point")
        }
        if let backup = body.backup, backup.utf8.count > AccountBody.maxBackupByteCount {
            throw RegistrarProblem.badRequest("backup is longer than \(AccountBody.maxBackupByteCount) bytes")
        }
        let (claim, identity, level) = try await confirm(body.identity)
        return ConfirmedWish(
            claim: claim, identity: identity, level: level, request: request, root: root, backup: body.backup,
            previous: try body.previousProof.map { try proof($0) })
    }

    /// Checks the person.
    func confirm(_ body: IdentityBody) async throws -> (claim: IdentityClaim, identity: Digest, level: UInt64) {
        let number = try IdentityNumber(body.number)
        let identity = database.index(number)
        let time = now()
        guard try database.attempts(of: identity, since: time - min(time, 3_600)) < configuration.attemptsPerHour
        else { throw RegistrarProblem.tooManyAttempts }
        let claim = IdentityClaim(name: body.name, number: number.text, face: body.face)
        switch try await check.check(claim) {
        case .confirmed(let level): return (claim, identity, level)
        case .denied(let fault):
            try database.deny(claim, identity, fault, at: time)
            throw RegistrarProblem.identityNotConfirmed
        }
    }

    /// The request that both keys in it signed.
    private func proven(_ body: AccountBody) throws -> AccountRequest {
        let (holder, recovery) = (try proof(body.holderProof), try proof(body.recoveryProof))
        guard holder.request == recovery.request else {
            throw RegistrarProblem.badProof("the two proofs are of different requests")
        }
        guard holder.isSigned(by: holder.request.holderKey) else {
            throw RegistrarProblem.badProof("holderProof is not signed by the holder key")
        }
        guard recovery.isSigned(by: recovery.request.recoveryKey) else {
            throw RegistrarProblem.badProof("recoveryProof is not signed by the recovery key")
        }
        return holder.request
    }

    private func proof(_ text: String) throws -> AccountProof {
        guard let bytes = Base64URL.decode(text) else { throw RegistrarProblem.badProof("not base64url") }
        do { return try AccountProof(bytes, origin: origin, now: now()) } catch {
            throw RegistrarProblem.badProof("\(error)")
        }
    }

    /// A binding of the wish, signed.
    func binding(
        _ wish: ConfirmedWish, of account: AccountID, serial: UInt64, previous: Digest?, issued: UInt64
    ) -> NewBinding {
        let binding = WalletBinding(
            account: account, serial: serial, request: wish.request, level: wish.level, issued: issued,
            previous: previous)
        return NewBinding(
            signed: binding.signed(by: configuration.key, of: configuration.member, origin: origin),
            binding: binding, root: wish.root, backup: wish.backup)
    }
}
