import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// A client's statement, with its signature checked once for all nodes of all runs.
struct StockStatement: Sendable {
    let id: StatementID
    let submission: Submission
    let checked: CheckedStatement
    /// The grant whose one use it takes; nil for a note, which nobody refuses.
    let grant: Int?
}

/// Signed statements: making them anew for each run would take longer than the run.
struct StatementStock: Sendable {
    static let grantCount = 10
    private static let noteCount = 90
    static let usesOfGrant = 3

    private(set) var notes: [StockStatement] = []
    /// For each grant several uses of the same index: only one of them can count.
    private(set) var uses: [[StockStatement]] = []
    private var byID: [StatementID: StockStatement] = [:]
    /// By the last bytes, which are of the signature.
    private var byEnd: [UInt64: StockStatement] = [:]

    init() {}

    init(on ledger: FirstLedger) {
        notes = (0..<StatementStock.noteCount).map { number in
            let note = AnchorNote(kind: .other, commitment: SampleGrant.commitment("note \(number)"))
            return StatementStock.stock(SampleMember.police.submission(.anchorNote(note), on: ledger), nil, ledger)
        }
        uses = (0..<StatementStock.grantCount).map { grant in
            (0..<StatementStock.usesOfGrant).map { salt in
                StatementStock.stock(SampleGrant(grant).use(salt, on: ledger), grant, ledger)
            }
        }
        for statement in notes + uses.flatMap({ $0 }) {
            byID[statement.id] = statement
            byEnd[StatementStock.end(of: statement.submission.statement)] = statement
        }
    }

    subscript(_ id: StatementID) -> StockStatement? { byID[id] }

    /// The statement of these bytes.
    subscript(_ bytes: [UInt8]) -> StockStatement? {
        byEnd[StatementStock.end(of: bytes)].flatMap { $0.submission.statement == bytes ? $0 : nil }
    }

    private static func end(of bytes: [UInt8]) -> UInt64 { bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    private static func stock(_ submission: Submission, _ grant: Int?, _ ledger: FirstLedger) -> StockStatement {
        do throws(Refusal) {
            let read = try ReadStatement(submission, for: ledger.network)
            let checked = try CheckedStatement(read, recorded: nil, in: ledger.state.view, now: ledger.clock)
            return StockStatement(id: checked.id, submission: submission, checked: checked, grant: grant)
        } catch { preconditionFailure("a statement of the stock is refused: \(error)") }
    }
}
