internal import Foundation
internal import GRDB
public import Rulebook
internal import Sealing
internal import Signing

/// What became of one delivery.
enum MailOutcome: String, Sendable {
    /// It held a document that is stored.
    case document
    /// It held a document that was there already.
    case again
    /// It held a notice that is stored.
    case notice
}

/// A delivery that was refused, and why. Its sealed bytes stay in the strongroom until they expire.
public struct AsideDelivery: Hashable, Sendable {
    public let id: Int64
    public let issuer: MemberID
    /// Its number in that issuer's mailbox.
    public let number: UInt64
    /// The check that said no.
    public let code: String
    public let fact: Bilingual
    /// In ms.
    public let received: UInt64
}

extension WalletDatabase {
    /// The numbers of an issuer's mailbox that are done with.
    func readMail(of issuer: MemberID) throws -> Set<UInt64> {
        try reading { database in
            Set(
                try Int64.fetchAll(
                    database, sql: "SELECT number FROM mail WHERE issuer = ?", arguments: [issuer.text]
                ).map { UInt64(clamping: $0) })
        }
    }

    /// Keeps a document and notes that its delivery is done with, in one transaction.
    func keep(_ document: NewDocument, from mail: Mail, at now: UInt64) throws -> (id: Int64, isNew: Bool) {
        try writing { database in
            let (id, isNew) = try WalletDatabase.insert(document, at: now, in: database)
            try WalletDatabase.note(mail, isNew ? .document : .again, at: now, in: database)
            return (id, isNew)
        }
    }

    /// Keeps a notice and notes that its delivery is done with, in one transaction.
    func keep(_ notice: NewNotice, from mail: Mail, at now: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO notice (issuer, number, document, content, received)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    mail.issuer.text, Int64(mail.number), notice.document, Data(notice.sealed), Int64(now),
                ])
            try WalletDatabase.note(mail, .notice, at: now, in: database)
        }
    }

    /// Notes why a body was refused: it is not looked at again. Its number stays open, for whoever sees a tag can put
    /// something under it beside the issuer's own delivery.
    func setAside(_ body: Digest, of mail: Mail, _ finding: Finding, at now: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO aside (issuer, number, body, code, zh, en, received)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    mail.issuer.text, Int64(mail.number), Data(body.bytes), finding.name.rawValue, finding.fact.zh,
                    finding.fact.en, Int64(now),
                ])
        }
    }

    /// The bodies that were refused, by their digests.
    func asideBodies() throws -> Set<Digest> {
        try reading { database in
            Set(
                try Data.fetchAll(database, sql: "SELECT body FROM aside").compactMap { Digest(Array($0)) })
        }
    }

    /// Deliveries that were refused, the newest last.
    func aside() throws -> [AsideDelivery] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM aside ORDER BY id").map { row in
                guard let issuer = MemberID(row["issuer"]) else {
                    throw WalletFailure.database(path, reason: "a refused delivery does not read")
                }
                return AsideDelivery(
                    id: row["id"], issuer: issuer, number: UInt64(clamping: row["number"] as Int64),
                    code: row["code"], fact: Bilingual(zh: row["zh"], en: row["en"]),
                    received: UInt64(clamping: row["received"] as Int64))
            }
        }
    }

    /// Forgets that deliveries were refused, so that the next `receive` looks at them once more.
    func retryAside() throws {
        try writing { database in try database.execute(sql: "DELETE FROM aside") }
    }

    private static func note(
        _ mail: Mail, _ outcome: MailOutcome, at now: UInt64, in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO mail (issuer, number, outcome, received) VALUES (?, ?, ?, ?)",
            arguments: [mail.issuer.text, Int64(mail.number), outcome.rawValue, Int64(now)])
        for erasure in mail.erasures {
            try database.execute(
                sql: "INSERT OR IGNORE INTO erasure (tag, secret) VALUES (?, ?)",
                arguments: [Data(erasure.tag.bytes), Data(erasure.secret.bytes)])
        }
    }
}

extension WalletDatabase {
    /// What is stored here and still lies in the strongroom.
    func erasures() throws -> [MailErasure] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT tag, secret FROM erasure ORDER BY tag").map { row in
                guard let tag = Digest(Array(row[0] as Data)), let secret = Digest(Array(row[1] as Data)) else {
                    throw WalletFailure.database(path, reason: "an erasure does not read")
                }
                return MailErasure(tag: MailboxTag(tag), secret: secret)
            }
        }
    }

    /// The strongroom has erased it.
    func forget(_ erasures: [MailErasure]) throws {
        try writing { database in
            for erasure in erasures {
                try database.execute(
                    sql: "DELETE FROM erasure WHERE tag = ?", arguments: [Data(erasure.tag.bytes)])
            }
        }
    }
}
