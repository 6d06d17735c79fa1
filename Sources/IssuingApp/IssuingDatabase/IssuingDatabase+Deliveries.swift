internal import Foundation
internal import GRDB
internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// What is put into a holder's mailbox.
enum DeliveryKind: Int64, Sendable, CaseIterable {
    case document = 1
    case status = 2
    case correction = 3
    case expiry = 4
}

/// Something for a mailbox that the strongroom does not hold yet.
struct StoredDelivery: Sendable {
    let id: Int64
    let document: DocumentID
    let kind: DeliveryKind
    /// Of a document its own number, of a notice the act's.
    let subject: Int64
    /// Which of the pair's tags it has; nil until one is given.
    let number: UInt64?
    /// The sealed bodies, once they are made: what may have been put must be put again byte for byte.
    let items: [UInt8]?

    init(_ row: Row) throws {
        id = row["id"]
        document = DocumentID(row["document"])
        guard let kind = DeliveryKind(rawValue: row["kind"]) else {
            throw DeskFailure(file: "desk.sqlite", fact: "has a delivery of a kind that there is not")
        }
        self.kind = kind
        subject = row["subject"]
        number = (row["number"] as Int64?).map { UInt64(stored: $0) }
        items = (row["items"] as Data?).map { Array($0) }
    }
}

extension IssuingDatabase {
    /// Deliveries to be made, oldest first, each with its tag's number: numbers are given here, once.
    func openDeliveries(limit: Int) throws -> [StoredDelivery] {
        let select = "SELECT * FROM deliveries WHERE acknowledged IS NULL ORDER BY id LIMIT ?"
        let found = try reading { try Row.fetchAll($0, sql: select, arguments: [limit]).map(StoredDelivery.init) }
        guard found.contains(where: { $0.number == nil }) else { return found }
        return try writing { database in
            for delivery in found where delivery.number == nil { try number(delivery, database) }
            return try Row.fetchAll(database, sql: select, arguments: [limit]).map(StoredDelivery.init)
        }
    }

    private func number(_ delivery: StoredDelivery, _ database: Database) throws {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT d.account, d.attachments, w.serial FROM documents d
                    LEFT JOIN wallets w ON w.holder = d.holder WHERE d.id = ?
                    """), arguments: [delivery.document.value])
        guard let row, let account = row["account"] as Data? else { return }
        // Each binding of an account has its own numbers: a new device knows nothing of the old one's.
        let serial = (row["serial"] as Int64?).map { UInt64(stored: $0) } ?? 1
        let first = PairSecret.firstNumber(serial: serial).stored
        // A document's page images have the numbers behind its own.
        let count = delivery.kind == .document ? 1 + (row["attachments"] as Int) : 1
        let next = try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    INSERT INTO mailboxes VALUES (?, ?) ON CONFLICT (account)
                    DO UPDATE SET next_number = MAX(next_number, ?) + ? RETURNING next_number - ?
                    """), arguments: [account, first + Int64(count), first, count, count])
        try database.cachedStatement(sql: "UPDATE deliveries SET number = ? WHERE id = ?")
            .execute(arguments: [next, delivery.id])
    }

    /// Keeps sealed bodies before they are put; not those of a wallet that was bound to another device meanwhile.
    func keep(_ packages: [Package]) throws {
        guard !packages.isEmpty else { return }
        try writing { database in
            let update = try database.cachedStatement(
                sql: "UPDATE deliveries SET items = ? WHERE id = ? AND number = ?")
            for package in packages {
                let number = package.delivery.number?.stored
                try update.execute(arguments: [Data(package.encoded), package.delivery.id, number])
            }
        }
    }

    /// Takes back the numbers of deliveries, and what was sealed for them: they get others.
    func numberAnew(_ deliveries: [StoredDelivery]) throws {
        try writing { database in
            let update = try database.cachedStatement(
                sql: "UPDATE deliveries SET number = NULL, items = NULL WHERE id = ? AND acknowledged IS NULL")
            for delivery in deliveries { try update.execute(arguments: [delivery.id]) }
        }
    }

    /// A quorum holds these bodies.
    func acknowledge(_ deliveries: [StoredDelivery], at second: UInt64) throws {
        try writing { database in
            let mark = try database.cachedStatement(
                sql: """
                    UPDATE deliveries SET acknowledged = ?, items = NULL
                    WHERE id = ? AND number = ? AND acknowledged IS NULL
                    """)
            let move = try database.cachedStatement(
                sql: "UPDATE documents SET stage = ?, since = ? WHERE id = ? AND stage = ?")
            for delivery in deliveries {
                try mark.execute(arguments: [second.stored, delivery.id, delivery.number?.stored])
                guard delivery.kind == .document else { continue }
                try move.execute(arguments: [
                    DocumentStage.delivered.rawValue, second.stored, delivery.document.value,
                    DocumentStage.anchored.rawValue,
                ])
            }
        }
    }

    /// Queues a notice to the holder of a document, in the transaction of what it tells.
    static func queueNotice(
        _ kind: DeliveryKind, document: DocumentID, subject: Int64, at second: UInt64, _ database: Database
    ) throws {
        try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO deliveries (document, kind, subject, queued) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [document.value, kind.rawValue, subject, second.stored])
    }

    /// How many deliveries wait.
    public func openDeliveryCount() throws -> UInt64 {
        try reading { database in
            UInt64(
                stored: try Int64.fetchOne(
                    database, sql: "SELECT COUNT(*) FROM deliveries WHERE acknowledged IS NULL") ?? 0)
        }
    }
}

extension StoredDelivery {
    /// Stands for a document that is asked for, not put.
    init(document: DocumentID) {
        id = 0
        self.document = document
        kind = .document
        subject = document.value
        number = nil
        items = nil
    }
}

extension IssuingDatabase {
    /// What the notices among these deliveries are made from, by the delivery's number.
    func notices(_ deliveries: [StoredDelivery]) throws -> [Int64: StoredNotice] {
        try reading { database in
            var notices: [Int64: StoredNotice] = [:]
            for delivery in deliveries where delivery.kind != .document {
                notices[delivery.id] = try notice(delivery, database)
            }
            return notices
        }
    }

    private func notice(_ delivery: StoredDelivery, _ database: Database) throws -> StoredNotice? {
        switch delivery.kind {
        case .document: return nil
        case .status:
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT s.state, s.opening_sealed, a.receipt FROM status_changes s JOIN acts a ON a.id = s.act
                    WHERE s.act = ?
                    """, arguments: [delivery.subject])
            guard let row, let state = DocumentState(rawValue: UInt64(stored: row["state"])) else { return nil }
            return .status(
                state: state, openingSealed: Array(row["opening_sealed"] as Data),
                receipt: (row["receipt"] as Data?).map { Array($0) })
        case .correction:
            let row = try Row.fetchOne(
                database,
                sql: "SELECT c.*, a.receipt FROM corrections c JOIN acts a ON a.id = c.act WHERE c.act = ?",
                arguments: [delivery.subject])
            return try row.map {
                .correction(try StoredCorrection($0), receipt: ($0["receipt"] as Data?).map { Array($0) })
            }
        case .expiry:
            let expiry = try Int64.fetchOne(
                database, sql: "SELECT expiry FROM documents WHERE id = ?", arguments: [delivery.document.value])
            return expiry.map { .expiry(UInt64(stored: $0)) }
        }
    }
}
