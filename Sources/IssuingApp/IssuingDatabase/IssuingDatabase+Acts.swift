internal import Foundation
internal import GRDB
public import Ledger
public import Rulebook
internal import Signing

/// One act of the desk on its way to the ledger.
public struct StoredAct: Sendable {
    public let id: QueuedActID
    public let name: ActName
    let payload: [UInt8]
    /// What it is about: a document, a correction, a status list, by the act's kind.
    let subject: Int64?
    let queued: UInt64
    public let stage: LedgerStage
    let statement: [UInt8]?
    public let height: Height?
    /// Block time in ms.
    public let time: UInt64?
    /// The encoded receipt, once it is final.
    let receipt: [UInt8]?
    /// Why the ledger does not take it.
    public let refusal: LedgerRefusal?

    init(_ row: Row) throws {
        id = QueuedActID(row["id"])
        guard let name = ActName(rawValue: row["kind"]), let stage = LedgerStage(rawValue: row["stage"]) else {
            throw DeskFailure(file: "desk.sqlite", fact: "holds an act of a kind or stage that there is not")
        }
        self.name = name
        self.stage = stage
        payload = Array(row["payload"] as Data)
        subject = row["subject"]
        queued = UInt64(stored: row["queued"])
        statement = (row["statement"] as Data?).map { Array($0) }
        height = (row["height"] as Int64?).map { Height(UInt64(stored: $0)) }
        time = (row["time"] as Int64?).map { UInt64(stored: $0) }
        receipt = (row["receipt"] as Data?).map { Array($0) }
        let code: String? = row["code"]
        refusal = code.map { LedgerRefusal(code: $0, detail: Bilingual(zh: row["zh"], en: row["en"])) }
    }
}

extension IssuingDatabase {
    /// Queues an act in the transaction of what made it necessary.
    @discardableResult
    static func queue(
        _ act: Act, subject: Int64?, approval: ApprovalID? = nil, at second: UInt64, _ database: Database
    ) throws -> QueuedActID {
        try database.cachedStatement(
            sql: "INSERT INTO acts (kind, payload, subject, approval, queued, stage) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            act.name.rawValue, Data(act.payload), subject, approval?.value, second.stored,
            LedgerStage.queued.rawValue,
        ])
        return QueuedActID(database.lastInsertedRowID)
    }

    /// Acts that wait, oldest first.
    func openActs(limit: Int) throws -> [StoredAct] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM acts WHERE stage < 3 ORDER BY id LIMIT ?", arguments: [limit]
            ).map(StoredAct.init)
        }
    }

    /// An act by its number; nil when there is none.
    func act(_ id: QueuedActID) throws -> StoredAct? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM acts WHERE id = ?", arguments: [id.value])
                .map(StoredAct.init)
        }
    }

    /// True when an act was signed by just this statement.
    func hasAct(signed id: StatementID) throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM acts WHERE statement_id = ?", arguments: [Data(id.digest.bytes)]) != nil
        }
    }

    /// Stores the signatures of acts, before any of them is sent.
    func store(_ statements: [(act: QueuedActID, statement: Signing.Statement)]) throws {
        guard !statements.isEmpty else { return }
        try writing { database in
            let update = try database.cachedStatement(
                sql: "UPDATE acts SET statement = ?, statement_id = ?, stage = ? WHERE id = ? AND stage < 3")
            for (act, statement) in statements {
                try update.execute(arguments: [
                    Data(statement.bytes), Data(statement.id.digest.bytes), LedgerStage.signed.rawValue, act.value,
                ])
            }
        }
    }

    /// What became of acts, with all that follows from it.
    func settle(_ results: [SettledAct], at second: UInt64) throws {
        try writing { database in
            for result in results {
                switch result {
                case .final(let act, let height, let time, let receipt):
                    try database.cachedStatement(
                        sql: "UPDATE acts SET stage = ?, height = ?, time = ?, receipt = ? WHERE id = ? AND stage < 3"
                    ).execute(arguments: [
                        LedgerStage.final.rawValue, height.value.stored, time.stored, Data(receipt), act.id.value,
                    ])
                    guard database.changesCount == 1 else { continue }
                    try IssuingDatabase.follow(act, at: second, database)
                case .refused(let act, let refusal):
                    try database.cachedStatement(
                        sql: "UPDATE acts SET stage = ?, code = ?, zh = ?, en = ? WHERE id = ? AND stage < 3"
                    ).execute(arguments: [
                        LedgerStage.refused.rawValue, refusal.code, refusal.detail.zh, refusal.detail.en,
                        act.id.value,
                    ])
                }
            }
        }
    }

    /// What follows from an act that is final.
    private static func follow(_ act: StoredAct, at second: UInt64, _ database: Database) throws {
        switch act.name {
        case .setStatus: try followStatus(act, at: second, database)
        case .answerCorrection: try followAnswer(act, at: second, database)
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments,
            .openCorrection, .anchorNote, .disclose, .openDisclosure, .trace, .passEvidence, .grant,
            .limitGrant, .withdraw, .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            break
        }
    }

    private static func followStatus(_ act: StoredAct, at second: UInt64, _ database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT document, state FROM status_changes WHERE act = ?", arguments: [act.id.value])
        guard let row else { return }
        let document = DocumentID(row["document"])
        try database.execute(
            sql: "UPDATE documents SET state = ? WHERE id = ?",
            arguments: [row["state"] as Int64, document.value])
        try markStatusList(of: document, database)
        try queueNotice(.status, document: document, subject: act.id.value, at: second, database)
    }

    private static func followAnswer(_ act: StoredAct, at second: UInt64, _ database: Database) throws {
        guard let correction = act.subject else { return }
        let document = try Int64.fetchOne(
            database, sql: "SELECT document FROM corrections WHERE id = ?", arguments: [correction])
        guard let document else { return }
        try queueNotice(
            .correction, document: DocumentID(document), subject: act.id.value, at: second, database)
    }
}

/// What became of an act.
enum SettledAct: Sendable {
    case final(StoredAct, height: Height, time: UInt64, receipt: [UInt8])
    case refused(StoredAct, LedgerRefusal)
}
