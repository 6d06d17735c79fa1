internal import Foundation
internal import GRDB
public import Rulebook
internal import Signing

extension IssuingDatabase {
    /// Keeps a definition; another one of the same code and version is refused.
    func keep(_ definition: TypeDefinition, at second: UInt64) throws {
        let text = Data(definition.readable.compact.utf8)
        try writing { database in
            let known = try Data.fetchOne(
                database, sql: "SELECT definition FROM types WHERE code = ? AND version = ?",
                arguments: [definition.type.code.text, definition.version.stored])
            guard known != text else { return }
            guard known == nil else { throw DeskRefusal.otherDefinition(definition.type.code, definition.version) }
            try database.execute(
                sql: "INSERT INTO types VALUES (?, ?, ?, ?)",
                arguments: [definition.type.code.text, definition.version.stored, text, second.stored])
        }
    }

    func keep(_ list: CodeList, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO lists VALUES (?, ?, ?)",
                arguments: [list.name, Data(list.readable.compact.utf8), second.stored])
        }
    }

    /// A definition; nil when there is none of that code and version.
    func definition(_ code: TypeCode, _ version: UInt64) throws -> TypeDefinition? {
        let data = try reading { database in
            try Data.fetchOne(
                database, sql: "SELECT definition FROM types WHERE code = ? AND version = ?",
                arguments: [code.text, version.stored])
        }
        return try data.map(IssuingDatabase.definition)
    }

    /// Every definition, by code and version.
    public func definitions() throws -> [TypeDefinition] {
        let all = try reading { try Data.fetchAll($0, sql: "SELECT definition FROM types ORDER BY code, version") }
        return try all.map(IssuingDatabase.definition)
    }

    /// Every code list, by name.
    func codeLists() throws -> [CodeList] {
        let all = try reading { try Data.fetchAll($0, sql: "SELECT content FROM lists ORDER BY name") }
        return try all.map { data in
            do { return try CodeList(readable: try JSONValue(parsing: Array(data), maxByteCount: 16 << 20)) } catch {
                throw DeskFailure(file: "desk.sqlite", fact: "holds a code list that cannot be read: \(error)")
            }
        }
    }

    private static func definition(_ data: Data) throws -> TypeDefinition {
        do { return try TypeDefinition(readable: try JSONValue(parsing: Array(data), maxByteCount: 4 << 20)) } catch {
            throw DeskFailure(file: "desk.sqlite", fact: "holds a type that cannot be read: \(error)")
        }
    }
}
