public import NodeAPI
public import Releasing
public import Rulebook
internal import Signing

/// Why a wallet does not take a request, or does not give, tighten or end a grant: a case per rule, with its facts.
public enum GrantRefusal: Error, Equatable, Sendable {
    // What came is no request that may be answered.
    case notALink(String)
    case notARequest(MemberID)
    case notARelyingParty(MemberID)
    /// In ms.
    case partySuspended(MemberID, since: UInt64)
    case unknownScene(MemberID, SceneCode)
    case sceneNotApproved(MemberID, SceneCode)
    /// In ms.
    case sceneEnded(MemberID, SceneCode, at: UInt64)
    case unknownProfile(MemberID, ProfileID)
    /// The message asks for other fields than the profile that it names.
    case otherQuery(MemberID, ProfileID)
    case beyondScene(MemberID, LimitedTerm, asked: UInt64, limit: UInt64)
    case noSealingKey(MemberID)
    case otherSealingKey(MemberID)
    case noRegulator(MemberID, SceneCode)
    /// Nobody scanned the code that was shown in its time.
    case codeOver
    /// What was called to it is no relying party's word, or leads to somebody else.
    case falseCall

    // What the holder chose cannot be given.
    case noSuchRequest(Int64)
    /// POSIX seconds.
    case requestOver(Int64, at: UInt64)
    case answered(Int64)
    case tooManyUses(UInt64, limit: UInt64)
    /// In days.
    case tooLong(UInt64, limit: UInt64)
    case nothingHeld(TypeCode, Bilingual)
    case fieldMissing(String, document: Int64)
    case fieldNotAsked(String)
    case fieldNeeded(String)
    case documentNotAsked(Int64)
    case documentNotGood(Int64, Bilingual)
    case nothingChosen
    case noHolderKey(Int64)

    // What was chosen cannot be dealt or kept.
    case keysMissing(week: UInt64, of: Int)
    case notDealt(DealingRefusal)
    case notHeld(given: Int, needed: Int)

    // The grant is not there, or over.
    case noSuchGrant(Int64)
    case notOnLedger(Int64)
    case over(Int64, GrantState)
    case nothingToTighten
    case nothingToDeal(Int64)
    /// How many uses the wallet has seen counted.
    case useNotSeen(Int64, use: UInt64, counted: Int)

    /// The stable word of the rule.
    public var code: String {
        switch self {
        case .notALink: "not-a-request-link"
        case .notARequest: "request-not-signed"
        case .notARelyingParty: "not-a-relying-party"
        case .partySuspended: "party-suspended"
        case .unknownScene: "unknown-scene"
        case .sceneNotApproved: "scene-not-approved"
        case .sceneEnded: "scene-ended"
        case .unknownProfile: "unknown-profile"
        case .otherQuery: "request-other-query"
        case .beyondScene: "request-beyond-scene"
        case .noSealingKey, .otherSealingKey: "request-sealing-key"
        case .noRegulator: "no-regulator"
        case .codeOver: "code-over"
        case .falseCall: "false-call"
        case .noSuchRequest: "no-such-request"
        case .requestOver: "request-over"
        case .answered: "request-answered"
        case .tooManyUses: "uses-beyond-request"
        case .tooLong: "term-beyond-request"
        case .nothingHeld: "document-missing"
        case .fieldMissing: "field-missing"
        case .fieldNotAsked: "field-not-asked"
        case .fieldNeeded: "field-needed"
        case .documentNotAsked: "document-not-asked"
        case .documentNotGood: "document-not-good"
        case .nothingChosen: "nothing-chosen"
        case .noHolderKey: "no-holder-key"
        case .keysMissing: "validator-keys-missing"
        case .notDealt: "not-dealt"
        case .notHeld: "deposit-not-held"
        case .noSuchGrant: "no-such-grant"
        case .notOnLedger: "grant-not-on-ledger"
        case .over: "grant-over"
        case .nothingToTighten: "nothing-to-tighten"
        case .nothingToDeal: "nothing-to-deal"
        case .useNotSeen: "use-not-seen"
        }
    }

    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .notALink, .notARequest, .notARelyingParty, .partySuspended, .unknownScene, .sceneNotApproved,
            .sceneEnded, .unknownProfile, .otherQuery, .beyondScene, .noSealingKey, .otherSealingKey, .noRegulator,
            .codeOver, .falseCall:
            requestWords
        case .noSuchRequest, .requestOver, .answered, .tooManyUses, .tooLong, .nothingHeld, .fieldMissing,
            .fieldNotAsked, .fieldNeeded, .documentNotAsked, .documentNotGood, .nothingChosen, .noHolderKey:
            choiceWords
        case .keysMissing, .notDealt, .notHeld, .noSuchGrant, .notOnLedger, .over, .nothingToTighten,
            .nothingToDeal, .useNotSeen:
            grantWords
        }
    }
}
