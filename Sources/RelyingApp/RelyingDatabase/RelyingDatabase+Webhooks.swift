internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// Who is told, and what waits to be told.
extension RelyingDatabase {
    /// Puts an event into the box of every address, with what made it: both, or neither. The same event once.
    func tell(_ event: DeskEvent, at second: UInt64, _ connection: Database) throws {
        let origin = try Data.fetchOne(connection, sql: "SELECT value FROM meta WHERE key = 'origin'") ?? Data()
        try connection.execute(
            sql: """
                INSERT OR IGNORE INTO deliveries (id, webhook, event, body, created, next)
                SELECT ?, id, ?, ?, ?, ? FROM webhooks WHERE ended IS NULL
                """,
            arguments: [
                event.id(origin: String(decoding: origin, as: UTF8.self)), event.name, event.body(at: second),
                Int64(clamping: second), Int64(clamping: second),
            ])
    }

    /// Adds an address; nil when there are too many.
    func add(_ url: String, _ secret: SharedSecret, at second: UInt64) throws -> Webhook? {
        try pool.write { connection in
            let count = try Int.fetchOne(connection, sql: "SELECT count(*) FROM webhooks WHERE ended IS NULL") ?? 0
            guard count < Webhook.limit else { return nil }
            try connection.execute(
                sql: "INSERT INTO webhooks (url, secret, added) VALUES (x'', x'', ?)",
                arguments: [Int64(clamping: second)])
            let number = connection.lastInsertedRowID
            try connection.execute(
                sql: "UPDATE webhooks SET url = ?, secret = ? WHERE id = ?",
                arguments: [
                    seal(url, at: "webhooks/url/\(number)"),
                    Data(storage.seal(secret.bytes, at: "webhooks/secret/\(number)")), number,
                ])
            return Webhook(number: UInt64(clamping: number), url: url, secret: secret, added: second)
        }
    }

    /// The addresses that are told, in the order in which they were added.
    func webhooks() throws -> [Webhook] {
        try pool.read { connection in
            try Row.fetchAll(connection, cached: "SELECT * FROM webhooks WHERE ended IS NULL ORDER BY id", [])
                .map { row in
                    let number = row["id"] as Int64
                    let secret = try storage.open(Array(row["secret"] as Data), at: "webhooks/secret/\(number)")
                    guard let secret = SharedSecret(secret) else { throw RelyingFailure.wrongStorageKey }
                    return Webhook(
                        number: UInt64(clamping: number),
                        url: try text(row["url"] as Data, at: "webhooks/url/\(number)"), secret: secret,
                        added: UInt64(clamping: row["added"] as Int64))
                }
        }
    }

    /// Ends an address and drops what waits for it, its secret too. False when there is none.
    func endWebhook(_ number: UInt64, at second: UInt64, note: String) throws -> Bool {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE webhooks SET ended = ?, note = ?, url = x'', secret = x'' WHERE id = ? AND ended IS NULL",
                arguments: [Int64(clamping: second), note, Int64(clamping: number)])
            guard connection.changesCount == 1 else { return false }
            try connection.execute(
                sql: "DELETE FROM deliveries WHERE webhook = ? AND state <> 'delivered'",
                arguments: [Int64(clamping: number)])
            return true
        }
    }

    /// Takes what is due, so that nobody else sends it at the same time.
    func takeDeliveries(at second: UInt64, limit: Int) throws -> [Delivery] {
        try pool.write { connection in
            let due = try Row.fetchAll(
                connection,
                cached: "SELECT * FROM deliveries WHERE state = 'waiting' AND next <= ? ORDER BY next LIMIT ?",
                [Int64(clamping: second), Int64(limit)]
            ).map(delivery)
            for each in due {
                try connection.execute(
                    sql: "UPDATE deliveries SET attempts = attempts + 1, next = ? WHERE id = ? AND webhook = ?",
                    arguments: [Int64(clamping: second + Delivery.lease), each.id, Int64(clamping: each.webhook)])
            }
            return due.map { $0.taken() }
        }
    }

    /// Notes the end of a delivery.
    func finish(_ delivery: Delivery, _ state: Delivery.State, note: String) throws {
        try set(delivery, state, next: delivery.next, note: note)
    }

    /// Tries a delivery again later.
    func postpone(_ delivery: Delivery, to second: UInt64, note: String) throws {
        try set(delivery, .waiting, next: second, note: note)
    }

    private func set(_ delivery: Delivery, _ state: Delivery.State, next: UInt64, note: String) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE deliveries SET state = ?, next = ?, note = ? WHERE id = ? AND webhook = ?",
                arguments: [
                    state.rawValue, Int64(clamping: next), note, delivery.id, Int64(clamping: delivery.webhook),
                ])
        }
    }

    /// Deliveries, the last first.
    func deliveries(_ state: Delivery.State?, limit: Int) throws -> [Delivery] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: "SELECT * FROM deliveries WHERE ? IS NULL OR state = ? ORDER BY created DESC, id LIMIT ?",
                [state?.rawValue, state?.rawValue, Int64(limit)]
            ).map(delivery)
        }
    }

    /// Lets dead deliveries, or all of one event, wait again.
    func redeliver(_ id: String?, at second: UInt64) throws -> Int {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE deliveries SET state = 'waiting', next = ?, attempts = 0, created = ?
                    WHERE CASE WHEN ? IS NULL THEN state = 'dead' ELSE id = ? END
                    """, arguments: [Int64(clamping: second), Int64(clamping: second), id, id])
            return connection.changesCount
        }
    }

    /// Deletes what was delivered, and what was dead, before then.
    func dropDeliveries(before second: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    DELETE FROM deliveries WHERE state = 'delivered' AND created < ?
                        OR state = 'dead' AND created < ?
                    """, arguments: [Int64(clamping: second), Int64(clamping: second - min(second, 30 * 86_400))])
        }
    }

    private func delivery(_ row: Row) throws -> Delivery {
        guard let state = Delivery.State(rawValue: row["state"] as String) else { throw RelyingFailure.wrongStorageKey }
        return Delivery(
            id: row["id"], webhook: UInt64(clamping: row["webhook"] as Int64), event: row["event"], body: row["body"],
            created: UInt64(clamping: row["created"] as Int64), attempts: UInt64(clamping: row["attempts"] as Int64),
            next: UInt64(clamping: row["next"] as Int64), state: state, note: row["note"])
    }
}

extension Delivery {
    /// The same, with one attempt more.
    fileprivate func taken() -> Delivery {
        Delivery(
            id: id, webhook: webhook, event: event, body: body, created: created, attempts: attempts + 1, next: next,
            state: state, note: note)
    }
}
