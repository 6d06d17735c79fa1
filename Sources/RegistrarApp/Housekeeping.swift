internal import Logging
internal import NodeAPI
internal import Rulebook
internal import Signing

/// What the registrar does by itself, every second.
extension Registrar {
    /// Puts in force what has waited long enough, carries notices, anchors the directory when it changed.
    package func keepHouse() async {
        do {
            let count = try database.bindDue(at: now())
            if count > 0 { logger.info("\(count) re-bindings came into force") }
            try await carryNotices()
            try await anchorDirectory()
        } catch is CancellationError {
            return
        } catch { logger.error("housekeeping: \(error)") }
    }

    private func carryNotices() async throws {
        let waiting = try database.unsentNotices()
        guard !waiting.isEmpty else { return }
        try await ledger.carry(waiting.map(\.notice), by: configuration.key, of: configuration.member)
        try database.markSent(waiting.map(\.number))
    }

    /// Anchors the root when it is another than the last one, at most once an interval.
    package func anchorDirectory() async throws {
        let last = try database.lastAnchor()
        let time = now()
        if let last, time < last.time + configuration.anchorInterval { return }
        let (leaves, log) = try database.directory()
        guard leaves != last?.leaves ?? [] else { return }
        let salt = Random.bytes(32)
        let note = AnchorNote(
            kind: .directoryRoot, commitment: DirectoryRoot.commitment(salt: salt, leaves: leaves, log: log))
        let header = StatementHeader(
            contentType: ActName.anchorNote.contentType, issuer: configuration.member.text, origin: origin,
            notAfter: time + min(300, ledger.network.parameters.statementLifetime))
        let statement = Statement.signed(header, payload: note.encoded, by: configuration.key)
        try await ledger.commit(statement)
        try database.keep(
            DirectoryAnchor(salt: salt, leaves: leaves, log: log, statement: statement.id, time: time))
    }
}
