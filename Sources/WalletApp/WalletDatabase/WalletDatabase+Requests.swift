internal import Foundation
internal import GRDB
internal import Signing

/// How far a request is in this wallet; what the ledger says of the grant is kept beside it.
enum RequestState: String, Sendable, CaseIterable {
    /// A once-only key was drawn for it; what is asked is not known yet.
    case drawn
    /// It waits for the holder.
    case open
    /// The holder agreed: deposit and grant are here, and not known to be on the ledger.
    case giving
    /// The grant was seen on the ledger.
    case given
    /// The holder refused, and the refusal is not known to be on the ledger.
    case refusing
    /// The refusal is on the ledger.
    case refused
    /// Its counter had no right number in time: the desk takes no answer to it any more.
    case over
    /// A grant of an earlier device, found on the ledger by its key.
    case found
}

/// A request's row: all but the key's number is sealed.
struct RequestRow: Sendable {
    let id: Int64
    /// Of the once-only key.
    let number: UInt64
    let state: RequestState
    let asked: [UInt8]?
    /// What the holder chose.
    let choice: [UInt8]?
    /// What the desk gets, the same bytes each time; for a given grant what it has not heard yet.
    let answer: [UInt8]?
    /// What the ledger said last.
    let seen: [UInt8]?
}

extension WalletDatabase {
    /// The row of a link; a new one with the next number, of which the first is given, where there is none.
    func drawRequest(link: Digest, from first: UInt64, at now: UInt64) throws -> RequestRow {
        try writing { database in
            if let row = try Row.fetchOne(
                database, sql: "SELECT * FROM request WHERE link = ?", arguments: [Data(link.bytes)])
            {
                return try RequestRow(row, path)
            }
            let last = try Int64.fetchOne(
                database, sql: "SELECT max(number) FROM request WHERE number >= ?", arguments: [Int64(first)])
            try database.execute(
                sql: "INSERT INTO request (number, link, state, begun) VALUES (?, ?, ?, ?)",
                arguments: [
                    last.map { $0 + 1 } ?? Int64(first), Data(link.bytes), RequestState.drawn.rawValue, Int64(now),
                ])
            return try WalletDatabase.request(database.lastInsertedRowID, path, in: database)
        }
    }

    /// Keeps a grant of an earlier device; false when its number is known.
    func keepFound(_ number: UInt64, _ seen: [UInt8], height: UInt64, at now: UInt64) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO request (number, state, seen, height, begun) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [Int64(number), RequestState.found.rawValue, Data(seen), Int64(height), Int64(now)])
            return database.changesCount > 0
        }
    }

    /// Every request, the oldest first.
    func requests() throws -> [RequestRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM request ORDER BY id").map { try RequestRow($0, path) }
        }
    }

    /// The request with that number of the wallet; nil when there is none.
    func request(_ id: Int64) throws -> RequestRow? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM request WHERE id = ?", arguments: [id])
                .map { try RequestRow($0, path) }
        }
    }

    /// Keeps what is asked, as long as the holder has not answered.
    func keepAsked(_ id: Int64, _ sealed: [UInt8]) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET asked = ?, state = ? WHERE id = ? AND state IN (?, ?)",
                arguments: [
                    Data(sealed), RequestState.open.rawValue, id, RequestState.drawn.rawValue,
                    RequestState.open.rawValue,
                ])
        }
    }

    /// Keeps the holder's answer before it is sent; false when there is one already.
    func keepAnswer(_ id: Int64, _ state: RequestState, choice: [UInt8]?, answer: [UInt8]) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET state = ?, choice = ?, answer = ? WHERE id = ? AND state = ?",
                arguments: [
                    state.rawValue, choice.map { Data($0) }, Data(answer), id, RequestState.open.rawValue,
                ])
            return database.changesCount > 0
        }
    }

    /// Notes of an answer that its desk takes it no more.
    func markOver(_ id: Int64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET state = ? WHERE id = ? AND state IN (?, ?)",
                arguments: [
                    RequestState.over.rawValue, id, RequestState.giving.rawValue, RequestState.refusing.rawValue,
                ])
        }
    }

    /// Keeps another deal of a given grant's uses, with what its desk is to hear of it.
    func keepDealing(_ id: Int64, choice: [UInt8]?, answer: [UInt8]?) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET choice = ?, answer = ? WHERE id = ? AND state = ?",
                arguments: [
                    choice.map { Data($0) }, answer.map { Data($0) }, id, RequestState.given.rawValue,
                ])
        }
    }

    /// Keeps what the desk of a given grant has not heard yet; nil when it has.
    func keepUntold(_ id: Int64, _ sealed: [UInt8]?) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET answer = ? WHERE id = ? AND state = ?",
                arguments: [sealed.map { Data($0) }, id, RequestState.given.rawValue])
        }
    }

    /// Keeps what the ledger says now, never an older word in the place of a newer one; with a state that follows from
    /// it the answer is done with.
    func keepSeen(_ id: Int64, _ sealed: [UInt8], height: UInt64, state: RequestState? = nil) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE request SET seen = ?, height = ? WHERE id = ? AND coalesce(height, 0) <= ?",
                arguments: [Data(sealed), Int64(height), id, Int64(height)])
            guard let state else { return }
            try database.execute(
                sql: "UPDATE request SET state = ?, answer = NULL WHERE id = ?", arguments: [state.rawValue, id])
        }
    }

    private static func request(_ id: Int64, _ path: String, in database: Database) throws -> RequestRow {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM request WHERE id = ?", arguments: [id]) else {
            throw WalletFailure.database(path, reason: "a request is gone")
        }
        return try RequestRow(row, path)
    }
}

extension WalletDatabase {
    /// Up to which binding's numbers grants of earlier devices were looked for; 0 before the first time.
    func searchedSerial() throws -> UInt64 {
        try reading { database in
            let text = try Data.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'grants searched'")
            return text.flatMap { UInt64(String(decoding: $0, as: UTF8.self)) } ?? 0
        }
    }

    /// Notes that they were looked for.
    func noteSearched(_ serial: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('grants searched', ?)",
                arguments: [Data(String(serial).utf8)])
        }
    }
}

extension RequestRow {
    fileprivate init(_ row: Row, _ path: String) throws {
        guard let state = RequestState(rawValue: row["state"]) else {
            throw WalletFailure.database(path, reason: "a request does not read")
        }
        id = row["id"]
        number = UInt64(clamping: row["number"] as Int64)
        self.state = state
        asked = (row["asked"] as Data?).map { Array($0) }
        choice = (row["choice"] as Data?).map { Array($0) }
        answer = (row["answer"] as Data?).map { Array($0) }
        seen = (row["seen"] as Data?).map { Array($0) }
    }
}
