internal import Foundation
internal import GRDB
internal import Signing

/// How far a plain request is in this wallet.
enum PresentationState: String, Sendable, CaseIterable {
    /// It waits for the holder.
    case open
    /// The holder answered, and the verifier is not known to have it.
    case sending
    /// The verifier has what was shown.
    case shown
    /// The verifier was told no.
    case refused
}

/// A plain request's row: what was asked, answered and shown is sealed.
struct PresentationRow: Sendable {
    let id: Int64
    let link: Digest
    let state: PresentationState
    let asked: [UInt8]
    /// The form that is posted, the same bytes each time; nil once the verifier has it.
    let answer: [UInt8]?
    /// What the holder chose; nil for a refusal, and before he answered.
    let choice: [UInt8]?
    /// In ms; nil before.
    let answered: UInt64?
}

extension WalletDatabase {
    /// Keeps what a link asks; the number that it has already, when the same link was opened before.
    func keepPresentation(link: Digest, _ sealed: [UInt8], at now: UInt64) throws -> Int64 {
        try writing { database in
            try database.execute(
                sql: "INSERT INTO presentation (link, asked, state, begun) VALUES (?, ?, ?, ?)",
                arguments: [
                    Data(link.bytes), Data(sealed), PresentationState.open.rawValue, Int64(now),
                ])
            return database.lastInsertedRowID
        }
    }

    /// The number of a link that was opened before; nil for a new one.
    func presentation(link: Digest) throws -> Int64? {
        try reading { database in
            try Int64.fetchOne(
                database, sql: "SELECT id FROM presentation WHERE link = ?", arguments: [Data(link.bytes)])
        }
    }

    /// Every plain request, the oldest first.
    func presentations() throws -> [PresentationRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM presentation ORDER BY id").map {
                try PresentationRow($0, path)
            }
        }
    }

    /// The plain request with that number; nil when there is none.
    func presentation(_ id: Int64) throws -> PresentationRow? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM presentation WHERE id = ?", arguments: [id])
                .map { try PresentationRow($0, path) }
        }
    }

    /// Keeps the holder's answer before it is sent; false when there is one already.
    func keepPresented(_ id: Int64, answer: [UInt8], choice: [UInt8]?, at now: UInt64) throws -> Bool {
        try writing { database in
            try database.execute(
                sql:
                    "UPDATE presentation SET state = ?, answer = ?, choice = ?, answered = ? "
                    + "WHERE id = ? AND state = ?",
                arguments: [
                    PresentationState.sending.rawValue, Data(answer), choice.map { Data($0) }, Int64(now), id,
                    PresentationState.open.rawValue,
                ])
            return database.changesCount > 0
        }
    }

    /// Notes that the verifier has the answer.
    func finishPresentation(_ id: Int64, _ state: PresentationState) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE presentation SET state = ?, answer = NULL WHERE id = ? AND state = ?",
                arguments: [state.rawValue, id, PresentationState.sending.rawValue])
        }
    }
}

extension PresentationRow {
    fileprivate init(_ row: Row, _ path: String) throws {
        guard let state = PresentationState(rawValue: row["state"]), let link = Digest(Array(row["link"] as Data))
        else {
            throw WalletFailure.database(path, reason: "a plain request does not read")
        }
        id = row["id"]
        self.link = link
        self.state = state
        asked = Array(row["asked"] as Data)
        answer = (row["answer"] as Data?).map { Array($0) }
        choice = (row["choice"] as Data?).map { Array($0) }
        answered = (row["answered"] as Int64?).map { UInt64(clamping: $0) }
    }
}
