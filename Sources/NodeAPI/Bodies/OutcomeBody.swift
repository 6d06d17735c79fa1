public import Ledger
public import Rulebook
public import Signing

/// What became of one statement.
public struct OutcomeBody: Codable, Hashable, Sendable {
    /// How far a statement has come.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Durable on the node asked, and waiting for its block.
        case pending
        /// In a block whose checkpoint a quorum cosigned.
        case final
        /// In no block.
        case refused
    }

    /// The statement's id in hexadecimal; nil when the bytes could not be read as a statement.
    public let id: String?
    public let state: State
    /// Of the block that holds it; for a refusal the last block that the node had executed.
    public let height: UInt64?
    /// Where it stands in the log.
    public let index: UInt64?
    /// Block time in ms.
    public let time: UInt64?
    /// The receipt's text form.
    public let receipt: String?
    /// What the signatures below the receipt are worth.
    public let assurance: AssuranceBody?
    /// The stable code of the rule that refused it.
    public let code: String?
    public let detail: Bilingual?
    public let next: Bilingual?
    /// The node's signed refusal: base64 of a COSE_Sign1.
    public let refusal: String?
    /// For a use that came too late: the use that was counted in its place.
    public let winner: WinnerBody?
    /// For many uses in one statement: which was refused first.
    public let badUse: BadUseBody?

    /// A statement that waits for its block.
    public static func pending(_ id: StatementID) -> OutcomeBody { OutcomeBody(id: id.description, .pending) }

    /// A statement in a final block.
    public static func final(
        _ id: StatementID, height: Height, index: LeafIndex, time: UInt64, receipt: String,
        assurance: AssuranceBody? = nil
    ) -> OutcomeBody {
        OutcomeBody(
            id: id.description, .final, height: height.value, index: index.value, time: time, receipt: receipt,
            assurance: assurance)
    }

    /// A refused statement; `signed` is the node's note, empty when there is none.
    public static func refused(
        _ id: StatementID?, _ refusal: Refusal, height: Height, signed: [UInt8], winner: WinnerBody?
    ) -> OutcomeBody {
        let words = refusal.words
        return OutcomeBody(
            id: id?.description, .refused, height: height.value, code: refusal.code, detail: words.detail,
            next: words.next, refusal: signed.isEmpty ? nil : Base64.encode(signed), winner: winner,
            badUse: refusal.badUse.map { BadUseBody(position: $0.position, code: $0.code) })
    }

    private init(
        id: String?, _ state: State, height: UInt64? = nil, index: UInt64? = nil, time: UInt64? = nil,
        receipt: String? = nil, assurance: AssuranceBody? = nil, code: String? = nil, detail: Bilingual? = nil,
        next: Bilingual? = nil,
        refusal: String? = nil, winner: WinnerBody? = nil, badUse: BadUseBody? = nil
    ) {
        self.id = id
        self.state = state
        self.height = height
        self.index = index
        self.time = time
        self.receipt = receipt
        self.assurance = assurance
        self.code = code
        self.detail = detail
        self.next = next
        self.refusal = refusal
        self.winner = winner
        self.badUse = badUse
    }
}

/// One of many uses in a statement, and the rule that refused it.
public struct BadUseBody: Codable, Hashable, Sendable {
    /// Of its record behind the statement, counted from 0.
    public let position: Int
    /// The stable code of the rule.
    public let code: String

    public init(position: Int, code: String) {
        self.position = position
        self.code = code
    }
}

/// The use that took a refused one's place.
public struct WinnerBody: Codable, Hashable, Sendable {
    /// The statement's id in hexadecimal.
    public let id: String
    public let height: UInt64
    /// Block time in ms.
    public let time: UInt64
    /// The receipt's text form; nil when the node cannot give it now.
    public let receipt: String?
    /// What the signatures below the receipt are worth.
    public let assurance: AssuranceBody?
    /// For a use of many: the position of its record behind the statement; the receipt is the record's.
    public let record: Int?

    public init(_ use: CountedUse, receipt: String?, assurance: AssuranceBody? = nil) {
        id = use.statement.description
        height = use.height.value
        time = use.time
        self.receipt = receipt
        self.assurance = assurance
        record = use.record
    }
}

/// The answer to a request that submitted statements: an outcome for each, in their order.
public struct OutcomesBody: Codable, Hashable, Sendable {
    public let outcomes: [OutcomeBody]

    public init(_ outcomes: [OutcomeBody]) { self.outcomes = outcomes }
}
