internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// Orders of many items, and what became of each.
extension RelyingDatabase {
    /// Takes an order for this process, and tells what is done of it. Refuses another order under the key, and one that
    /// another process works on.
    func begin(
        _ order: BulkOrder, _ key: Digest, by worker: [UInt8], at second: UInt64
    ) throws -> [Int: BulkResult] {
        try pool.write { connection in
            try connection.execute(
                sql: "INSERT OR IGNORE INTO bulk_orders (key, body, created) VALUES (?, ?, ?)",
                arguments: [Data(key.bytes), Data(order.body.bytes), Int64(clamping: second)])
            let row = try Row.fetchOne(
                connection, sql: "SELECT body, until FROM bulk_orders WHERE key = ?", arguments: [Data(key.bytes)])
            guard let row, row["body"] as Data == Data(order.body.bytes) else {
                throw RelyingRefusal.keyOfAnother(order.key)
            }
            let known = try results(key, connection)
            if known.count == order.items.count { return known }
            guard UInt64(clamping: row["until"] as Int64) <= second else {
                throw RelyingRefusal.orderGoesOn(order.key)
            }
            try connection.execute(
                sql: "UPDATE bulk_orders SET worker = ?, until = ? WHERE key = ?",
                arguments: [Data(worker), Int64(clamping: second + BulkOrder.lease), Data(key.bytes)])
            return known
        }
    }

    /// Keeps an order for the process that has it.
    func stay(_ key: Digest, by worker: [UInt8], until second: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE bulk_orders SET until = ? WHERE key = ? AND worker = ?",
                arguments: [Int64(clamping: second), Data(key.bytes), Data(worker)])
        }
    }

    /// Lets go of an order; what fails here ends with the lease.
    func leave(_ key: Digest, by worker: [UInt8]) { try? stay(key, by: worker, until: 0) }

    /// Keeps what became of an item.
    func keep(_ result: BulkResult, _ key: Digest, _ place: Int) throws {
        let json: JSONValue = [
            "reference": .string(result.reference), "status": .integer(Int64(result.status)),
            "content": result.content,
        ]
        try pool.write { connection in
            try connection.execute(
                sql: "INSERT OR IGNORE INTO bulk_items (key, place, result) VALUES (?, ?, ?)",
                arguments: [
                    Data(key.bytes), Int64(place), seal(json.compact, at: "bulk_items/result/\(key)/\(place)"),
                ])
        }
    }

    /// Forgets orders that were begun before then; their keys may be used anew.
    func dropBulkOrders(before second: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "DELETE FROM bulk_items WHERE key IN (SELECT key FROM bulk_orders WHERE created < ?)",
                arguments: [Int64(clamping: second)])
            try connection.execute(
                sql: "DELETE FROM bulk_orders WHERE created < ?", arguments: [Int64(clamping: second)])
        }
    }

    private func results(_ key: Digest, _ connection: Database) throws -> [Int: BulkResult] {
        var found: [Int: BulkResult] = [:]
        for row in try Row.fetchAll(connection, cached: "SELECT * FROM bulk_items WHERE key = ?", [Data(key.bytes)]) {
            let place = Int(row["place"] as Int64)
            let text = try text(row["result"] as Data, at: "bulk_items/result/\(key)/\(place)")
            let element = try JSONElement(parsing: text, maxByteCount: 1 << 20)
            found[place] = try element.object { (reader) throws(JSONError) in
                BulkResult(
                    reference: try reader.member("reference").string(),
                    status: Int(try reader.member("status").unsigned(max: 599)),
                    content: try reader.member("content").value, isFinal: true)
            }
        }
        return found
    }
}
