/// What became of a wallet's answer at the desk.
public struct AnsweredBody: Codable, Hashable, Sendable {
    /// Where an answer stands.
    public enum State: String, Codable, Hashable, Sendable {
        /// The grant is final on the ledger.
        case granted
        /// The refusal is final on the ledger.
        case refused
        /// It is kept and sent; the same answer again tells when it is final.
        case pending
    }

    public let state: State
    /// The grant's id in hexadecimal.
    public let grant: String
    /// The block that it stands in; nil while it is pending.
    public let height: UInt64?
    /// How many validators said that they hold the deposit; 0 for a refusal.
    public let acknowledgements: Int
    /// How many validators there are.
    public let validators: Int

    public init(state: State, grant: String, height: UInt64?, acknowledgements: Int, validators: Int) {
        self.state = state
        self.grant = grant
        self.height = height
        self.acknowledgements = acknowledgements
        self.validators = validators
    }
}
