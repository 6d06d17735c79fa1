/// What kept the wallet from its work. Nothing is said of any document by it.
public enum WalletFailure: Error, Hashable, Sendable {
    /// A wallet stands in that folder already.
    case exists(String)
    /// There is no wallet in that folder.
    case missing(String)
    /// Another process uses the wallet.
    case locked(String)
    /// The wallet belongs to another ledger.
    case otherLedger(String)
    case database(String, reason: String)
    case file(String, reason: String)
    /// What the wallet keeps sealed does not open: it was altered, or is another's.
    case sealed(String)
    /// A file that a document names was not fetched yet.
    case fileAway(String)
    /// The desk or the registrar did not answer.
    case unreachable(String, reason: String)
    /// The desk or the registrar answered something that is not in the form of its answer.
    case unreadable(String, reason: String)
    /// The nodes' proof of who keeps the ledger does not lead there from the genesis.
    case epochs(reason: String)
    /// A node's answer does not prove what it says.
    case badProof(reason: String)
    /// The node answers for an older block than this wallet has seen.
    case behind(found: UInt64, seen: UInt64)
    /// The statement is accepted and not final yet.
    case pending(String)

    /// True for what a node, a desk or the registrar did not or badly answer: the wallet itself is whole.
    var isOfAnother: Bool {
        switch self {
        case .unreachable, .unreadable, .epochs, .badProof, .behind, .pending: true
        case .exists, .missing, .locked, .otherLedger, .database, .file, .sealed, .fileAway: false
        }
    }

    /// A stable word for programs.
    public var code: String {
        switch self {
        case .exists: "wallet-exists"
        case .missing: "no-wallet"
        case .locked: "locked"
        case .otherLedger: "other-ledger"
        case .database: "database"
        case .file: "not-writable"
        case .sealed: "sealed-damaged"
        case .fileAway: "file-away"
        case .unreachable: "unreachable"
        case .unreadable: "unreadable-answer"
        case .epochs: "bad-epochs"
        case .badProof: "bad-proof"
        case .behind: "node-behind"
        case .pending: "pending"
        }
    }
}
