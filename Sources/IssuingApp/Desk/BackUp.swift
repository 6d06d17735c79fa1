internal import Accounts
internal import Foundation
internal import Ledger
internal import Rulebook
public import Signing

/// A desk's copy, and its return from one.
extension Desk {
    /// Copies everything of the desk into an empty folder; the databases as of one moment, beside running work.
    ///
    /// The accounts and the images first: what the copied database names is then surely there.
    public func backUp(to target: DeskFolder) throws {
        let files = FileManager.default
        try target.make()
        try accounts.copy(to: target.accounts)
        for name in try files.contentsOfDirectory(atPath: folder.attachments) {
            try files.copyItem(atPath: folder.attachments + "/" + name, toPath: target.attachments + "/" + name)
        }
        let replacements = try database.keyReplacements()
        for (from, to) in [
            (folder.storageKey, target.storageKey), (folder.genesis, target.genesis),
            (folder.statementKey, target.statementKey),
            (folder.credentialKey(replacements), target.credentialKey(replacements)),
            (folder.certificates(replacements), target.certificates(replacements)),
        ] { try DeskFolder.write(try DeskFolder.read(from, max: 1 << 20), to: to) }
        try database.copy(to: target.database)
        guard try database.keyReplacements() == replacements else {
            throw DeskFailure(file: target.path, fact: "is no whole backup: the desk's key was replaced meanwhile")
        }
        // Without the configuration it is no desk: last.
        try DeskFolder.write(try DeskFolder.read(folder.configuration, max: 1 << 16), to: target.configuration)
        try accounts.audit(
            AuditLine(Caller(name: "operator", roles: [.admin], kind: .console), "backup"), at: second)
    }

    /// Reads the ledger from where the database stopped, for what this desk itself did since; how much was found.
    ///
    /// Records whose documents came after the backup cannot be made again: their salts are gone with it. They are
    /// listed, and minting is held until somebody has decided about them.
    public func catchUp() async throws -> Int {
        // Batches and acts that the backup knows are settled first, each by its own statement.
        _ = try await anchorBatches()
        _ = try await sendActs()
        var found = 0
        while try await ledger.head().height.value > database.followedHeight() {
            found += try await followLedger(isThorough: true)
        }
        return found
    }

    /// Forgets when the registrar was last asked for holders without a wallet.
    public func askAgainForPending() throws { try database.forgetUnknownHolders() }
}

extension DeskFolder {
    /// Puts a backup where no desk is yet.
    public func restore(from backup: DeskFolder) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: backup.configuration) else {
            throw DeskFailure(file: backup.path, fact: "holds no whole backup")
        }
        try make()
        try files.removeItem(atPath: attachments)
        for (from, to) in [
            (backup.attachments, attachments), (backup.storageKey, storageKey), (backup.genesis, genesis),
            (backup.statementKey, statementKey), (backup.accounts, accounts), (backup.database, database),
        ] { try files.copyItem(atPath: from, toPath: to) }
        // The key of documents and its certificates carry the number of their replacement.
        for name in try files.contentsOfDirectory(atPath: backup.path)
        where name.hasPrefix("credential") || name.hasPrefix("certificates") {
            try files.copyItem(atPath: backup.path + "/" + name, toPath: path + "/" + name)
        }
        try files.copyItem(atPath: backup.configuration, toPath: configuration)
    }

    /// The desk with its nodes and its registrar over HTTP.
    public func openOverHTTP(passphrases: Passphrases = Passphrases()) throws -> Desk {
        try open(passphrases: passphrases) { settings, genesis, keys in
            DeskDoors(
                ledger: try NodeLedger(settings.nodes, genesis: genesis),
                directory: try settings.registrar.map { url in
                    try RegistrarDirectory(
                        url, nodes: settings.nodes, member: settings.member, key: keys.statement,
                        origin: genesis.origin)
                })
        }
    }
}
