internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// A fault that was found in what a use opened, and whether the ledger was told.
struct StoredFault: Sendable {
    let digest: Digest
    let grant: GrantID
    let number: UInt64
    let kind: FaultKind
    /// Whose share was false; nil for a bad dealing.
    let node: MemberID?
    /// The encoded evidence.
    let evidence: [UInt8]
    let state: State
    let height: UInt64?

    /// What became of the report.
    enum State: String, Sendable {
        case found, reported, refused
    }
}

extension RelyingDatabase {
    /// Keeps evidence before it is reported; the same again stays as it is.
    func keep(_ fault: StoredFault, at time: UInt64) throws {
        let sealed = storage.seal(fault.evidence, at: "faults/evidence/\(fault.digest)")
        try pool.write { connection in
            try connection.execute(
                sql: """
                    INSERT OR IGNORE INTO faults (digest, grant_id, number, kind, node, evidence, state, found)
                    VALUES (?, ?, ?, ?, ?, ?, 'found', ?)
                    """,
                arguments: [
                    Data(fault.digest.bytes), Data(fault.grant.digest.bytes), Int64(clamping: fault.number),
                    Int64(clamping: fault.kind.rawValue), fault.node?.text, Data(sealed), Int64(clamping: time),
                ])
        }
    }

    /// Faults of a grant, or those of all that are not reported yet.
    func faults(of grant: GrantID? = nil) throws -> [StoredFault] {
        try pool.read { connection in
            let rows =
                if let grant {
                    try Row.fetchAll(
                        connection, sql: "SELECT * FROM faults WHERE grant_id = ? ORDER BY number, found",
                        arguments: [Data(grant.digest.bytes)])
                } else {
                    try Row.fetchAll(
                        connection, sql: "SELECT * FROM faults WHERE state = 'found' ORDER BY found LIMIT 100")
                }
            return try rows.map(storedFault)
        }
    }

    /// Notes what became of a report.
    func finish(_ fault: StoredFault, _ state: StoredFault.State, height: UInt64?, note: String?) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE faults SET state = ?, height = ?, note = ? WHERE digest = ?",
                arguments: [
                    state.rawValue, height.map { Int64(clamping: $0) }, note, Data(fault.digest.bytes),
                ])
        }
    }

    private func storedFault(_ row: Row) throws -> StoredFault {
        guard let digest = Digest(Array(row["digest"] as Data)), let grant = Digest(Array(row["grant_id"] as Data)),
            let kind = FaultKind(rawValue: UInt64(clamping: row["kind"] as Int64)),
            let state = StoredFault.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        // What was deleted is empty.
        let sealed = Array(row["evidence"] as Data)
        return StoredFault(
            digest: digest, grant: GrantID(grant), number: UInt64(clamping: row["number"] as Int64), kind: kind,
            node: (row["node"] as String?).flatMap { MemberID($0) },
            evidence: try sealed.isEmpty ? [] : storage.open(sealed, at: "faults/evidence/\(digest)"), state: state,
            height: (row["height"] as Int64?).map { UInt64(clamping: $0) })
    }
}
