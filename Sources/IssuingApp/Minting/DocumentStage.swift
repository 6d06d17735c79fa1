/// How far a document has come. Each stage is one transaction, so that a kill leaves it in the one before or after.
public enum DocumentStage: Int64, Sendable, CaseIterable {
    /// Its row passed the gate; no wallet of its holder is known.
    case pending = 1
    /// The wallet's keys are known, or a claim has named one; it waits for its signature.
    case bound = 2
    /// Signed, its record under a signed manifest; both are stored and wait for the ledger.
    case signed = 3
    /// Its record is final, by a receipt that was checked here.
    case anchored = 4
    /// The wallet has it, or the strongroom of a quorum does.
    case delivered = 5
    /// Taken back before it was signed.
    case withdrawn = 6
    /// The ledger does not take it; the batch says why.
    case refused = 7

    /// The word of files and of the API.
    public var word: String {
        switch self {
        case .pending: "pending"
        case .bound: "bound"
        case .signed: "signed"
        case .anchored: "anchored"
        case .delivered: "delivered"
        case .withdrawn: "withdrawn"
        case .refused: "refused"
        }
    }

    public init?(word: String) {
        guard let match = DocumentStage.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    /// True once the document stands on the ledger.
    public var isRecorded: Bool {
        switch self {
        case .anchored, .delivered: true
        case .pending, .bound, .signed, .withdrawn, .refused: false
        }
    }
}
