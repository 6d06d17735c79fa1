package import Rulebook

/// Whether a grant ever stood on the ledger: a trace of what never was would be an entry for ever that opens nothing.
struct GrantSearch {
    let session: LedgerSession
    /// Where the log is kept, as for reports; nil: nowhere.
    let log: String?

    /// Refuses a grant that is neither in the state nor, for what is over, anywhere in the log.
    func require(_ grant: GrantID) async throws {
        guard try await StateQuestion.grant(grant).ask(session).value == nil else { return }
        let origin = session.network.origin
        var isFound = false
        _ = try await LogCopy(session: session, folder: log).blocks { block in
            if try block.has(grant, origin: origin) { isFound = true }
        }
        guard isFound else { throw RegulatorWords.noSuchGrant(grant) }
    }
}

extension PassedBlock {
    /// True when the grant was given in this block.
    package func has(_ grant: GrantID, origin: String) throws -> Bool {
        try acts.contains { passed in
            guard case .grant(let act) = passed.act else { return false }
            return try AskedGrant(act.request, origin: origin).id == grant
        }
    }
}
