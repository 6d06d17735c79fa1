internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// A correction's row: what is claimed is sealed.
struct CorrectionRow: Sendable {
    let id: Int64
    let document: Int64
    let opening: [UInt8]

    /// Where the claim is sealed.
    static func place(_ document: Int64) -> String { "correction/opening/\(document)" }

    /// Which corrections are meant.
    enum Stage {
        /// Kept here, and not known to be on the ledger.
        case unsent
        /// On the ledger, and not known to its issuer.
        case untold
    }
}

extension WalletDatabase {
    /// Keeps what is claimed, before its commitment is sent.
    func keepCorrection(_ document: Int64, claim: Commitment, _ sealed: [UInt8], at now: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT INTO correction (document, claim, opening, opened) VALUES (?, ?, ?, ?)",
                arguments: [document, Data(claim.digest.bytes), Data(sealed), Int64(now)])
        }
    }

    /// The correction stands on the ledger.
    func noteFinal(_ claim: Commitment, height: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE correction SET height = ? WHERE claim = ?",
                arguments: [Int64(height), Data(claim.digest.bytes)])
        }
    }

    /// The issuer has what is claimed.
    func noteTold(_ id: Int64, at now: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE correction SET told = ? WHERE id = ?", arguments: [Int64(now), id])
        }
    }

    /// The corrections at a stage, the oldest first.
    func corrections(_ stage: CorrectionRow.Stage) throws -> [CorrectionRow] {
        let condition =
            switch stage {
            case .unsent: "height IS NULL"
            case .untold: "height IS NOT NULL AND told IS NULL"
            }
        return try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT id, document, opening FROM correction WHERE \(condition) ORDER BY id"
            ).map { CorrectionRow(id: $0[0], document: $0[1], opening: Array($0[2] as Data)) }
        }
    }
}
