internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// An application that is to be stored with its claim.
struct NewApplication: Sendable {
    let type: String
    /// The name of the kind of document, as its issuer says it.
    let title: Bilingual
    /// What the holder said, sealed for the number of the claim.
    let words: (@Sendable (Int64) -> [UInt8])?
    /// By when the issuer answers, POSIX seconds.
    let due: UInt64
}

/// An application's row: words and reason are sealed.
struct ApplicationRow: Sendable {
    let id: Int64
    let claim: Int64
    let issuer: String
    let type: String
    let title: Bilingual
    let words: [UInt8]?
    /// In ms; `due` and `answered` in POSIX seconds.
    let applied: UInt64
    let due: UInt64
    let asked: UInt64?
    let state: ApplicationState
    let answered: UInt64?
    let reason: [UInt8]?
    let documents: [Int64]

    /// Where what the holder said is sealed.
    static func wordsPlace(_ claim: Int64) -> String { "application/words/\(claim)" }
    /// Where the issuer's reason is sealed.
    static func reasonPlace(_ claim: Int64) -> String { "application/reason/\(claim)" }
}

extension WalletDatabase {
    static func insert(
        _ application: NewApplication, claim: Int64, issuer: String, at now: UInt64, in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO application (claim, issuer_url, type, zh, en, words, applied, due, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                claim, issuer, application.type, application.title.zh, application.title.en,
                application.words.map { Data($0(claim)) }, Int64(now), Int64(application.due),
                ApplicationState.waiting.rawValue,
            ])
    }

    /// All applications, the oldest first.
    func applications() throws -> [ApplicationRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM application ORDER BY id").map { row in
                guard let state = ApplicationState(rawValue: row["state"]) else {
                    throw WalletFailure.database(path, reason: "an application does not read")
                }
                let id: Int64 = row["id"]
                let documents = try Int64.fetchAll(
                    database, sql: "SELECT document FROM application_document WHERE application = ? ORDER BY document",
                    arguments: [id])
                return ApplicationRow(
                    id: id, claim: row["claim"], issuer: row["issuer_url"], type: row["type"],
                    title: Bilingual(zh: row["zh"], en: row["en"]), words: (row["words"] as Data?).map { Array($0) },
                    applied: UInt64(clamping: row["applied"] as Int64), due: UInt64(clamping: row["due"] as Int64),
                    asked: (row["asked"] as Int64?).map { UInt64(clamping: $0) }, state: state,
                    answered: (row["answered"] as Int64?).map { UInt64(clamping: $0) },
                    reason: (row["reason"] as Data?).map { Array($0) }, documents: documents)
            }
        }
    }

    /// The issuer was asked, and has not answered yet.
    func noteAsked(ofClaim claim: Int64, at now: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE application SET asked = ? WHERE claim = ?", arguments: [Int64(now), claim])
        }
    }

    /// The issuer has answered: these documents came, or a reason why not.
    func noteAnswer(ofClaim claim: Int64, documents: [Int64], answered: UInt64, reason: [UInt8]?) throws {
        let state: ApplicationState = reason == nil ? .granted : .refused
        try writing { database in
            let id = try Int64.fetchOne(
                database, sql: "SELECT id FROM application WHERE claim = ?", arguments: [claim])
            guard let id else { return }
            try database.execute(
                sql: "UPDATE application SET state = ?, answered = ?, reason = ? WHERE id = ?",
                arguments: [state.rawValue, Int64(answered), reason.map { Data($0) }, id])
            for document in documents {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO application_document VALUES (?, ?)", arguments: [id, document])
            }
        }
    }
}
