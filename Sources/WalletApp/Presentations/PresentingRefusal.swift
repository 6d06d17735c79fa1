public import Credentials
public import Rulebook

/// Why a plain request is not fetched or not answered: a case per rule, with its facts.
public enum PresentingRefusal: Error, Hashable, Sendable {
    case notALink
    /// The verifier gave no request, with that status.
    case notGiven(UInt)
    case request(PresentationRefusal)
    /// A member of the ledger whose scene does not allow it must ask for a counted grant.
    case counted(MemberID)
    /// It names a member of the ledger, and that member did not say so.
    case notOfMember(MemberID)
    /// The member asks for what is not in its scene.
    case beyondScene(MemberID)
    case noSuchRequest(Int64)
    case answered(Int64)
    case over(Int64, at: UInt64)
    case nothingAnswers(Int64)
    case noSuchField(String)
    /// No claim set of that query shows what the holder wants, and leaves out what he does not.
    case noSuchChoice(String)
    case otherDocument(Int64)
    /// The verifier does not take the answer, with that status.
    case notTaken(status: UInt)

    /// The stable code.
    public var code: String {
        switch self {
        case .notALink: "not-a-link"
        case .notGiven: "presentation-not-given"
        case .request(let refusal): refusal.code
        case .counted: "member-must-count"
        case .notOfMember: "presentation-not-of-member"
        case .beyondScene: "presentation-beyond-scene"
        case .noSuchRequest: "no-such-request"
        case .answered: "presentation-answered"
        case .over: "presentation-over"
        case .nothingAnswers: "nothing-answers"
        case .noSuchField: "no-such-field"
        case .noSuchChoice: "no-such-choice"
        case .otherDocument: "other-document"
        case .notTaken: "presentation-not-taken"
        }
    }
}
