internal import Ledger
public import Rulebook
internal import Signing

/// What is to become of documents, and why.
public struct StatusChange: Hashable, Sendable {
    public let state: DocumentState
    public let reason: ReasonCode
    public let text: String
    public let legalBasis: String

    /// A change; refused when the reason does not go with the state, or a text is too long or missing.
    public init(
        state: DocumentState, reason: ReasonCode, text: String, legalBasis: String
    ) throws(DeskRefusal) {
        guard reason.states.contains(state) else { throw .badReason(reason.rawValue) }
        guard text.utf8.count <= 2_000 else { throw .textTooLong(limit: 2_000) }
        guard legalBasis.utf8.count <= 1_000 else { throw .textTooLong(limit: 1_000) }
        guard !legalBasis.isEmpty else { throw .badReason("") }
        self.state = state
        self.reason = reason
        self.text = text
        self.legalBasis = legalBasis
    }

    var json: JSONObject {
        [
            "state": .string(state.word), "reason": .string(reason.rawValue), "text": .string(text),
            "basis": .string(legalBasis),
        ]
    }

    init(_ reader: inout JSONReader) throws(JSONError) {
        let state = try reader.member("state")
        let reason = try reader.member("reason")
        guard let stateCode = DocumentState(word: try state.string()) else { throw state.invalid("is no state") }
        guard let reasonCode = ReasonCode(rawValue: try reason.string()) else { throw reason.invalid("is no reason") }
        let text = try reader.member("text").string(maxByteCount: 2_000)
        let basis = try reader.member("basis")
        do {
            self = try StatusChange(
                state: stateCode, reason: reasonCode, text: text,
                legalBasis: try basis.string(maxByteCount: 1_000))
        } catch let error as JSONError { throw error } catch { throw basis.invalid("\(error)") }
    }

    /// What opens the commitment on the ledger.
    func opening(successor: LeafIndex?) -> Opening<StatusReason> {
        Opening(
            StatusReason(
                state: state, code: reason.rawValue, text: text, legalBasis: legalBasis, successor: successor))
    }
}

extension StatusChange {
    /// True when a second person decides: what is for good, and whatever touches several documents.
    func needsApproval(count: Int) -> Bool { state == .revoked || count > 1 }
}
