import Foundation

/// The client programs that read tables of SQL databases: their output is CSV, and they only read.
enum SQLClient: Equatable, Sendable {
    case sqlite(file: String, query: String)
    case postgres(connection: String, query: String)

    var name: String {
        switch self {
        case .sqlite: "sqlite3"
        case .postgres: "psql"
        }
    }

    /// The Debian package that holds the program.
    var package: String {
        switch self {
        case .sqlite: "sqlite3"
        case .postgres: "postgresql-client"
        }
    }

    /// Starts the query. Its text stands in the mapping and goes to the program as it is: no value of any row or
    /// name ever becomes part of it.
    func start() throws(SourceError) -> ClientProgram {
        switch self {
        case .sqlite(let file, let query):
            // The file must be there: the client would make an empty one otherwise.
            _ = try FileBytes(file)
            // A path of its own form is no option and no URI.
            let path = file.hasPrefix("/") ? file : "./" + file
            return try ClientProgram(
                self, arguments: ["-safe", "-readonly", "-batch", "-bail", "-csv", "-header", path, query],
                environment: SQLClient.environment([]))
        case .postgres(let connection, let query):
            guard SQLClient.isConnection(connection) else { throw .client(.badConnection) }
            return try ClientProgram(
                self,
                arguments: [
                    "--no-psqlrc", "--no-password", "--quiet", "--csv", "--set=ON_ERROR_STOP=1",
                    "--set=FETCH_COUNT=1000",
                    "--pset=null=", "--dbname=\(connection)", "--command=\(query)",
                ],
                environment: SQLClient.environment([
                    "PGCLIENTENCODING=UTF8", "PGOPTIONS=-c default_transaction_read_only=on", "PGAPPNAME=deedbox",
                ]))
        }
    }

    /// A connection names host, database and user, or a service; a password belongs into `~/.pgpass`.
    private static func isConnection(_ text: String) -> Bool {
        let lower = text.lowercased()
        guard !lower.contains("password"), !lower.contains("options"), !text.utf8.contains(0) else { return false }
        if lower.hasPrefix("postgresql://") || lower.hasPrefix("postgres://") {
            // user:password@host
            let user = text.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
            guard let at = user.lastIndex(of: "@") else { return true }
            return !user[..<at].contains(":")
        }
        return text.contains("=")
    }

    /// What a client needs of our environment, and nothing else.
    private static func environment(_ own: [String]) -> [String] {
        let kept = ["PATH", "HOME", "PGPASSFILE", "PGSERVICEFILE", "PGSSLROOTCERT", "PGHOST", "PGPORT", "PGUSER"]
        let all = ProcessInfo.processInfo.environment
        return ["LC_ALL=C.UTF-8"] + kept.compactMap { name in all[name].map { "\(name)=\($0)" } } + own
    }
}
