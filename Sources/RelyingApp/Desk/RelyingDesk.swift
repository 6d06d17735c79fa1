public import Accounts
internal import Foundation
public import Logging
public import NodeAPI
public import Rulebook
public import Sealing
public import Signing

/// A relying party's desk: its sessions with wallets, the grants that came of them, and their uses.
///
/// Its acts are functions on this value, a file each; the database decides what is done and what is not, so any of
/// them can be cut off at any moment and called again, by another process too.
public struct RelyingDesk: Sendable {
    public let configuration: RelyingConfiguration
    let database: RelyingDatabase
    public let accounts: AccountBook
    /// Signs the party's requests, uses and reports.
    let key: PrivateKey
    let ledger: any RelyingLedger
    /// POSIX seconds.
    let now: @Sendable () -> UInt64
    let logger: Logger

    public var member: MemberID { configuration.member }
    /// Now, POSIX seconds.
    public var second: UInt64 { now() }
    var origin: String { ledger.origin }

    /// Opens a desk that was made before. `now` is the clock, in POSIX seconds.
    public static func open(
        _ folder: RelyingFolder, passphrases: Passphrases = Passphrases(), logger: Logger,
        ledger: (any RelyingLedger)? = nil, now: (@Sendable () -> UInt64)? = nil
    ) throws -> RelyingDesk {
        let settings = try folder.settings()
        let network = try folder.network()
        guard settings.isLoopback || settings.isBehindProxy else { throw RelyingFailure.notLoopback(settings.host) }
        let storage = try folder.storage(passphrases)
        let database = try RelyingDatabase.open(
            at: folder.database, storage: storage, origin: network.origin, member: settings.member.text)
        let nodes: any RelyingLedger =
            if let ledger {
                ledger
            } else {
                try RelyingNodes(settings.nodes, network, patience: settings.patienceSeconds)
            }
        return RelyingDesk(
            configuration: settings, database: database,
            accounts: try AccountBook.open(at: folder.accounts, key: storage.accountsKey),
            key: try folder.key(passphrases), ledger: nodes,
            now: now ?? { UInt64(max(0, Date().timeIntervalSince1970)) }, logger: logger)
    }

    /// Adds a key that was or will be registered as the party's sealing key; older ones are kept.
    public func add(_ key: SealingPrivateKey) throws { try database.add(key, at: now()) }

    /// The public sealing keys of the desk, the newest first.
    public func sealingKeys() throws -> [SealingPublicKey] { try database.sealingKeys().map(\.publicKey) }

    /// An act of the party, signed now.
    func statement(_ act: Act, _ network: Network) -> Statement {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: member.text, origin: origin,
            notAfter: now() + min(300, network.parameters.statementLifetime))
        return Statement.signed(header, payload: act.payload, by: key)
    }

    /// Submits an act of the party and returns when it is final; throws the ledger's refusal.
    func send(_ act: Act) async throws -> OutcomeBody {
        let statement = statement(act, try await ledger.network())
        let outcome = try await ledger.submit(statement)
        switch outcome.state {
        case .final:
            _ = try outcome.checkedReceipt(of: statement.id, try await ledger.walk())
            return outcome
        case .refused: throw RelyingRefusal(outcome)
        case .pending:
            throw LedgerSilent(zh: "声明尚未终局。", en: "The statement is not final yet.")
        }
    }
}

/// The scenes of the party.
extension RelyingDesk {
    /// Declares a scene; true in the answer when it needs a regulator's approval first.
    public func declare(_ scene: Scene) async throws -> OutcomeBody {
        try await send(.declareScene(DeclareScene(scene: scene)))
    }

    /// Ends a scene, and with it every grant below it.
    public func end(_ code: SceneCode) async throws -> OutcomeBody {
        try await send(.endScene(EndScene(party: member, code: code)))
    }

    /// The party's scene as the ledger has it, proven, when requests can be made within it.
    func openScene(_ code: SceneCode) async throws -> Scene {
        guard let entry = try await ledger.scene(member, code) else { throw RelyingRefusal.noSuchScene(code) }
        guard entry.ended == nil, entry.isApproved else {
            throw RelyingRefusal.sceneNotOpen(code, ended: entry.ended)
        }
        return entry.scene
    }

    /// The registered key to which wallets seal, when the desk can open what is sealed to it.
    func registeredKey() async throws -> SealingPrivateKey {
        guard let entry = try await ledger.member(member)?.details(at: now() * 1_000).sealingKey else {
            throw RelyingRefusal.noSealingKey(member)
        }
        guard let own = try database.sealingKeys().first(where: { $0.publicKey.bytes == entry.bytes }) else {
            throw RelyingRefusal.otherSealingKey(Hex.encode(entry.bytes))
        }
        return own
    }
}
