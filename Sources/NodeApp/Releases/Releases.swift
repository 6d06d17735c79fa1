internal import Ledger
internal import Logging
public import NodeAPI
internal import Releasing
internal import Rulebook
public import Signing
internal import Storage

/// What a node gives of the deposits that it keeps: keys to deal to, shares of what final statements set free, and its
/// word on what it has deleted.
public final class Releases: Sendable {
    private let deposits: Deposits
    let desk: ReleaseDesk
    package let keyring: WeeklyKeyring
    private let gossip: WeeklyGossip
    private let reckoning: DepositReckoning
    private let mail: WeeklyMail

    init(
        _ deposits: Deposits, _ keyring: WeeklyKeyring, _ desk: ReleaseDesk, _ neighbours: Neighbours?
    ) {
        self.deposits = deposits
        self.desk = desk
        self.keyring = keyring
        gossip = WeeklyGossip(keyring, desk.board, neighbours?.links)
        reckoning = DepositReckoning(deposits, desk.stores, desk.board, desk.signer, desk.logger)
        mail = neighbours?.weekly ?? WeeklyMail()
    }

    /// This node's signed shares of what a final statement sets free; asked again it gives the same shares.
    public func answer(_ question: ReleaseQuestion) throws -> [UInt8] {
        guard let database = deposits.database else { throw ReleaseError.out }
        return try desk.answer(question, from: database)
    }

    /// Manifest and trace packet of the grant that a final trace names, sealed to the key that the trace names.
    public func tracedPacket(_ statement: StatementID) throws -> [UInt8] {
        guard let database = deposits.database else { throw ReleaseError.out }
        return try desk.tracedPacket(statement, from: database)
    }

    /// The validators' keys of a week, as far as they are known here; nil for a week that is over or too far ahead.
    public func weeklyKeys(of week: UInt64) -> WeeklyKeysBody? { keyring.body(of: week) }

    /// The signed words on what was deleted of a deposit here.
    public func deletions(of manifest: Digest) throws -> [[UInt8]] {
        guard let database = deposits.database else { throw ReleaseError.out }
        return try database.deletionWords(manifest)
    }

    /// Their own work, until `close`.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.gossip.run(self.mail) }
            group.addTask { await self.reckoning.run() }
            await group.waitForAll()
        }
    }

    /// Nothing more is taken.
    func close() { mail.close() }
}
