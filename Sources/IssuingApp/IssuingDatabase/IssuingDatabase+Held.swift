internal import Foundation
internal import GRDB
public import NodeAPI
public import Rulebook
public import Signing

/// A kind of documents that are bound and not signed, because the desk may not mint them now; and why.
public struct HeldType: Hashable, Sendable {
    public let type: TypeCode
    public let version: UInt64
    /// How many documents wait for it.
    public let count: UInt64
    /// Since when, POSIX seconds.
    public let since: UInt64
    /// The stable code of the refusal.
    public let code: String
    public let words: Words

    /// As programs read it.
    public var json: JSONValue {
        [
            "type": .string(type.text), "typeVersion": .integer(Int64(clamping: version)),
            "documents": .integer(Int64(clamping: count)), "since": .integer(Int64(clamping: since)),
            "code": .string(code), "zh": .string(words.detail.zh), "en": .string(words.detail.en),
            "nextZh": .string(words.next.zh), "next": .string(words.next.en),
        ]
    }
}

/// A type in one version.
struct TypeVersion: Hashable, Sendable {
    let code: TypeCode
    let version: UInt64
}

extension IssuingDatabase {
    /// The kind of the oldest bound document whose type was not found held since a time; nil when nothing is to be
    /// signed.
    func nextBoundType(checkedBefore second: UInt64) throws -> TypeVersion? {
        try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT type, type_version FROM documents d WHERE stage = ? AND NOT EXISTS (
                        SELECT 1 FROM held_types h
                        WHERE h.type = d.type AND h.version = d.type_version AND h.checked > ?)
                    ORDER BY id LIMIT 1
                    """, arguments: [DocumentStage.bound.rawValue, second.stored]
            ).map {
                TypeVersion(code: TypeCode(checked: $0["type"]), version: UInt64(stored: $0["type_version"]))
            }
        }
    }

    /// Notes why documents of a type are not minted; the words may change from one time to the next, `since` does not.
    func hold(_ type: TypeVersion, _ refusal: DeskRefusal, at second: UInt64) throws {
        let told = refusal.told
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO held_types VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (type, version)
                    DO UPDATE SET code = excluded.code, zh = excluded.zh, en = excluded.en,
                        next_zh = excluded.next_zh, next_en = excluded.next_en, checked = excluded.checked
                    """,
                arguments: [
                    type.code.text, type.version.stored, told.code, told.words.detail.zh, told.words.detail.en,
                    told.words.next.zh, told.words.next.en, second.stored, second.stored,
                ])
        }
    }

    /// The type is minted again.
    func release(_ type: TypeVersion) throws {
        let isHeld = try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM held_types WHERE type = ? AND version = ?",
                arguments: [type.code.text, type.version.stored]) != nil
        }
        guard isHeld else { return }
        try writing { database in
            try database.execute(
                sql: "DELETE FROM held_types WHERE type = ? AND version = ?",
                arguments: [type.code.text, type.version.stored])
        }
    }

    /// The next turn asks the ledger again for types that are held.
    public func askAgainForHeldTypes() throws {
        try writing { try $0.execute(sql: "UPDATE held_types SET checked = 0") }
    }

    /// What is held, while documents wait for it.
    public func heldTypes() throws -> [HeldType] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT h.*, COUNT(d.id) AS n FROM held_types h
                    JOIN documents d ON d.type = h.type AND d.type_version = h.version AND d.stage = ?
                    GROUP BY h.type, h.version ORDER BY h.type, h.version
                    """, arguments: [DocumentStage.bound.rawValue]
            ).map { row in
                HeldType(
                    type: TypeCode(checked: row["type"]), version: UInt64(stored: row["version"]),
                    count: UInt64(stored: row["n"]), since: UInt64(stored: row["since"]), code: row["code"],
                    words: Words(
                        detail: Bilingual(zh: row["zh"], en: row["en"]),
                        next: Bilingual(zh: row["next_zh"], en: row["next_en"])))
            }
        }
    }
}
