internal import GRDB

/// Questions that are asked often: the statement is compiled once a connection.
extension Row {
    static func fetchOne(
        _ connection: Database, cached sql: String, _ arguments: StatementArguments
    ) throws -> Row? {
        try fetchOne(try connection.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(
        _ connection: Database, cached sql: String, _ arguments: StatementArguments
    ) throws -> [Row] {
        try fetchAll(try connection.cachedStatement(sql: sql), arguments: arguments)
    }
}
