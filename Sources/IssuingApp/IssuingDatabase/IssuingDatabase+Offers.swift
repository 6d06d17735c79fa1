internal import Foundation
internal import GRDB
public import Rulebook
internal import Signing

/// An invitation to claim, as it is stored: nothing in it can be used by who reads the file.
public struct StoredOffer: Hashable, Sendable {
    public let id: OfferID
    public let type: TypeCode
    public let typeVersion: UInt64
    public let document: DocumentID?
    public let staff: String
    public let created: UInt64
    public let expiry: UInt64
    public let tries: Int
    /// When its code was spent.
    public let redeemed: UInt64?
    /// When it was over: claimed, taken back, or after too many tries.
    public let ended: UInt64?
    let transactionCode: Digest?
    let holderSealed: [UInt8]
    /// The blind index of who may claim it; nil for one that was made before there was any.
    let holder: Digest?
    /// The account whose wallet applied by itself; nil for an offer that a clerk made.
    let account: [UInt8]?
    /// What the holder said beside the application.
    let wordsSealed: [UInt8]?

    init(_ row: Row) throws {
        id = OfferID(row["id"])
        type = TypeCode(checked: row["type"])
        typeVersion = UInt64(stored: row["type_version"])
        document = (row["document"] as Int64?).map { DocumentID($0) }
        staff = row["staff"]
        created = UInt64(stored: row["created"])
        expiry = UInt64(stored: row["expiry"])
        tries = row["tries"]
        redeemed = (row["redeemed"] as Int64?).map { UInt64(stored: $0) }
        ended = (row["ended"] as Int64?).map { UInt64(stored: $0) }
        transactionCode = try (row["transaction_code"] as Data?).map { try StoredDocument.digest($0) }
        holderSealed = Array(row["holder_sealed"] as Data)
        holder = try (row["holder"] as Data?).map { try StoredDocument.digest($0) }
        account = (row["account"] as Data?).map { Array($0) }
        wordsSealed = (row["words_sealed"] as Data?).map { Array($0) }
    }

    var standing: StandingOffer {
        StandingOffer(
            id: id, type: type, hasDocument: document != nil, needsTransactionCode: transactionCode != nil,
            expiry: expiry)
    }
}

/// An offer to be filed.
struct NewOffer: Sendable {
    let handle: Digest
    let code: Digest
    let transactionCode: Digest?
    let type: TypeCode
    let typeVersion: UInt64
    let document: DocumentID?
    let holderSealed: [UInt8]
    let holder: Digest
    let staff: String
    let expiry: UInt64
    /// Set when the holder's wallet applied by itself.
    var account: [UInt8]?
    var wordsSealed: [UInt8]?
}

extension IssuingDatabase {
    /// Files an offer under the next number; its document is set aside for it, in the same transaction.
    func fileOffer(at second: UInt64, _ make: (OfferID) -> NewOffer) throws -> OfferID {
        try writing { database in
            let last = try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM offers") ?? 0
            let id = OfferID(last + 1)
            let offer = make(id)
            if let document = offer.document { try IssuingDatabase.setAside(document, for: id, database) }
            try database.execute(
                sql: """
                    INSERT INTO offers (id, handle, code, transaction_code, type, type_version, document,
                        holder_sealed, staff, created, expiry, holder, account, words_sealed)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id.value, Data(offer.handle.bytes), Data(offer.code.bytes),
                    offer.transactionCode.map { Data($0.bytes) }, offer.type.text, offer.typeVersion.stored,
                    offer.document?.value, Data(offer.holderSealed), offer.staff, second.stored,
                    offer.expiry.stored, Data(offer.holder.bytes), offer.account.map { Data($0) },
                    offer.wordsSealed.map { Data($0) },
                ])
            return id
        }
    }

    /// A document is offered once at a time, and only while it waits for its holder.
    private static func setAside(_ document: DocumentID, for offer: OfferID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE documents SET offer = ? WHERE id = ? AND stage = ? AND offer IS NULL",
            arguments: [offer.value, document.value, DocumentStage.pending.rawValue])
        guard database.changesCount == 1 else {
            let stage = try IssuingDatabase.document(document, database)?.stage ?? .withdrawn
            throw DeskRefusal.offerNotPossible(document, stage)
        }
    }

    /// The digest of the text in an offer's address.
    func handle(of id: OfferID) throws -> Digest? {
        try reading { database in
            try Data.fetchOne(database, sql: "SELECT handle FROM offers WHERE id = ?", arguments: [id.value])
                .map { try StoredDocument.digest($0) }
        }
    }

    /// An offer by its number; nil when there is none.
    public func offer(_ id: OfferID) throws -> StoredOffer? { try reading { try IssuingDatabase.offer(id, $0) } }

    static func offer(_ id: OfferID, _ database: Database) throws -> StoredOffer? {
        try Row.fetchOne(database, sql: "SELECT * FROM offers WHERE id = ?", arguments: [id.value])
            .map(StoredOffer.init)
    }

    /// Offers, the newest first.
    public func offers(limit: Int = 1_000) throws -> [StoredOffer] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM offers ORDER BY id DESC LIMIT ?", arguments: [limit])
                .map(StoredOffer.init)
        }
    }

    func offer(handle: Digest, at second: UInt64) throws -> StoredOffer? {
        try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM offers WHERE handle = ? AND ended IS NULL AND expiry > ?",
                arguments: [Data(handle.bytes), second.stored]
            ).map(StoredOffer.init)
        }
    }

    /// Most wrong transaction codes before an offer is over.
    static let maxTries = 5

    /// Spends a code and files its token, in one transaction; a wrong transaction code is counted.
    func redeem(
        _ redemption: Redemption, transactionCode: (OfferID) -> Digest?, tokenSeconds: (StoredOffer) -> UInt64,
        at second: UInt64
    ) throws -> StoredOffer {
        let result: Result<StoredOffer, ClaimRefusal> = try writing { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM offers WHERE code = ? AND ended IS NULL AND redeemed IS NULL",
                arguments: [Data(redemption.code.bytes)])
            guard let offer = try row.map(StoredOffer.init) else { return .failure(.unknownCode) }
            guard offer.expiry > second else { return .failure(.expiredCode) }
            if let expected = offer.transactionCode {
                guard redemption.transactionCode != nil else { return .failure(.transactionCodeMissing) }
                guard transactionCode(offer.id) == expected else {
                    return .failure(try countTry(offer, at: second, database))
                }
            } else if redemption.transactionCode != nil {
                return .failure(.transactionCodeNotExpected)
            }
            try database.execute(
                sql: "UPDATE offers SET redeemed = ? WHERE id = ? AND redeemed IS NULL",
                arguments: [second.stored, offer.id.value])
            guard database.changesCount == 1 else { return .failure(.unknownCode) }
            try database.execute(
                sql: "INSERT INTO claim_tokens VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    Data(redemption.token.bytes), offer.id.value, redemption.keyThumbprint.map { Data($0) },
                    (second + tokenSeconds(offer)).stored, redemption.clientID,
                ])
            return .success(offer)
        }
        return try result.get()
    }

    private func countTry(_ offer: StoredOffer, at second: UInt64, _ database: Database) throws -> ClaimRefusal {
        let isOver = offer.tries + 1 >= IssuingDatabase.maxTries
        try database.execute(
            sql: "UPDATE offers SET tries = tries + 1, ended = ? WHERE id = ?",
            arguments: [isOver ? second.stored : nil, offer.id.value])
        if isOver { try IssuingDatabase.release(offer.id, database) }
        return .wrongTransactionCode(triesLeft: IssuingDatabase.maxTries - offer.tries - 1)
    }

    /// The document of an offer that is over waits again for its holder's wallet.
    static func release(_ offer: OfferID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE documents SET offer = NULL WHERE offer = ? AND stage = ?",
            arguments: [offer.value, DocumentStage.pending.rawValue])
    }

    /// Ends offers whose time is over and that nobody has claimed.
    func endOverdueOffers(at second: UInt64) throws {
        try writing { database in
            let over = try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM offers WHERE ended IS NULL AND expiry <= ?
                        AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.offer = offers.id)
                        AND NOT EXISTS (SELECT 1 FROM claim_tokens t WHERE t.offer = offers.id AND t.expiry > ?)
                    """, arguments: [second.stored, second.stored])
            for id in over {
                try database.execute(
                    sql: "UPDATE offers SET ended = ? WHERE id = ?", arguments: [second.stored, id])
                try IssuingDatabase.release(OfferID(id), database)
            }
            try database.execute(sql: "DELETE FROM once WHERE until <= ?", arguments: [second.stored])
            try database.execute(
                sql: "DELETE FROM claim_tokens WHERE expiry <= ?",
                arguments: [
                    second.stored - 86_400
                ])
        }
    }

    /// The offer of a token, and the key that it is bound to; nil when unknown or over.
    func grant(token: Digest, at second: UInt64) throws -> ClaimGrant? {
        try reading { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT o.*, t.key_thumbprint, t.client FROM claim_tokens t JOIN offers o ON o.id = t.offer
                    WHERE t.token = ? AND t.expiry > ?
                    """, arguments: [Data(token.bytes), second.stored])
            return try row.map { row in
                ClaimGrant(
                    offer: try StoredOffer(row).standing,
                    keyThumbprint: (row["key_thumbprint"] as Data?).map { Array($0) }, clientID: row["client"])
            }
        }
    }

    /// True the first time that a value of that kind is shown.
    func spend(_ kind: OnceKind, _ value: Digest, until second: UInt64) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO once VALUES (?, ?, ?)",
                arguments: [kind.rawValue, Data(value.bytes), second.stored])
            return database.changesCount == 1
        }
    }

    /// True for the code of an offer that was ever made.
    func knows(code: Digest) throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM offers WHERE code = ?", arguments: [Data(code.bytes)]) != nil
        }
    }
}
