public import Signing

/// What a statement can do: one case per act, each with its own payload.
public enum Act: Hashable, Sendable {
    case registerMember(RegisterMember)
    case updateMember(UpdateMember)
    case suspendMember(SuspendMember)
    case changeValidators(ChangeValidators)
    case changeGovernance(ChangeGovernance)
    case endScene(EndScene)
    case registerType(RegisterType)
    case updateType(UpdateType)
    case retireType(RetireType)
    case accredit(Accredit)
    case declareScene(DeclareScene)
    case issueDocuments(IssueDocuments)
    case setStatus(SetStatus)
    case openCorrection(OpenCorrection)
    case answerCorrection(AnswerCorrection)
    case anchorNote(AnchorNote)
    case grant(GrantAct)
    case withdraw(Withdraw)
    case use(Use)
    case reportOffence(ReportOffence)
}

/// The name of an act: it stands in the content type, and fixes who signs and where in a block it goes.
public enum ActName: String, Sendable, CaseIterable {
    case registerMember = "member.register"
    case updateMember = "member.update"
    case suspendMember = "member.suspend"
    case changeValidators = "validators.change"
    case changeGovernance = "governance.change"
    case endScene = "scene.end"
    case registerType = "type.register"
    case updateType = "type.update"
    case retireType = "type.retire"
    case accredit = "accredit"
    case declareScene = "scene.declare"
    case issueDocuments = "documents.issue"
    case setStatus = "document.status"
    case openCorrection = "correction.open"
    case answerCorrection = "correction.answer"
    case anchorNote = "note.anchor"
    case grant = "grant"
    case withdraw = "withdraw"
    case use = "use"
    case reportOffence = "offence.report"

    /// The content type of version 1 of the act.
    public var contentType: String { "application/vnd.deedbox." + rawValue + ".v1+cbor" }

    /// Nil for a content type that names no act of these rules.
    public init?(contentType: String) {
        guard let match = ActName.byContentType[contentType] else { return nil }
        self = match
    }

    private static let byContentType = Dictionary(uniqueKeysWithValues: allCases.map { ($0.contentType, $0) })

    /// Where the act stands inside a block: ends come before grants, grants before withdrawals, those before uses.
    public var blockClass: BlockClass {
        switch self {
        case .registerMember, .updateMember, .changeValidators, .changeGovernance: .governance
        case .suspendMember, .endScene: .ends
        case .registerType, .updateType, .retireType, .accredit, .declareScene: .declarations
        case .issueDocuments: .issues
        case .setStatus, .openCorrection, .answerCorrection: .statuses
        case .anchorNote: .anchors
        case .grant: .grants
        case .withdraw: .withdrawals
        case .use: .uses
        case .reportOffence: .offences
        }
    }

    /// Who signs the act.
    public var signer: ActSigner {
        switch self {
        case .registerMember, .updateMember, .suspendMember, .registerType, .changeValidators, .changeGovernance:
            .governance
        case .endScene, .updateType, .retireType, .accredit, .declareScene, .issueDocuments, .setStatus,
            .answerCorrection, .anchorNote, .use:
            .member
        case .grant, .withdraw: .grantKey
        case .openCorrection: .correctionKey
        case .reportOffence: .validator
        }
    }

    /// True when nothing in the act itself makes it once-only, so its id is kept until its not-after.
    public var needsReplayMark: Bool {
        switch self {
        case .accredit, .issueDocuments, .setStatus, .openCorrection, .answerCorrection, .anchorNote: true
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .declareScene, .grant, .withdraw, .use, .reportOffence:
            false
        }
    }
}

/// The order inside a block, in one table.
public enum BlockClass: Int, Comparable, Sendable, CaseIterable {
    case governance, ends, declarations, issues, statuses, anchors, grants, withdrawals, uses, offences

    public static func < (left: BlockClass, right: BlockClass) -> Bool { left.rawValue < right.rawValue }
}

/// Who signs an act.
public enum ActSigner: Sendable {
    /// A COSE_Sign by a threshold of the governance keys.
    case governance
    /// A COSE_Sign1 by a key of the member that the header names.
    case member
    /// A COSE_Sign1 by the release key of a validator in office, whose member the header names.
    case validator
    /// A COSE_Sign1 by a holder's once-only key; the header names nobody.
    case grantKey
    /// A COSE_Sign1 by the key to which a record commits; the header names nobody.
    case correctionKey
}

extension Act {
    /// Most bytes of a payload.
    public static let maxPayload = 60_000

    public var name: ActName {
        switch self {
        case .registerMember: .registerMember
        case .updateMember: .updateMember
        case .suspendMember: .suspendMember
        case .changeValidators: .changeValidators
        case .changeGovernance: .changeGovernance
        case .endScene: .endScene
        case .registerType: .registerType
        case .updateType: .updateType
        case .retireType: .retireType
        case .accredit: .accredit
        case .declareScene: .declareScene
        case .issueDocuments: .issueDocuments
        case .setStatus: .setStatus
        case .openCorrection: .openCorrection
        case .answerCorrection: .answerCorrection
        case .anchorNote: .anchorNote
        case .grant: .grant
        case .withdraw: .withdraw
        case .use: .use
        case .reportOffence: .reportOffence
        }
    }

    /// The payload's one encoding.
    public var payload: [UInt8] {
        switch self {
        case .registerMember(let body): body.encoded
        case .updateMember(let body): body.encoded
        case .suspendMember(let body): body.encoded
        case .changeValidators(let body): body.encoded
        case .changeGovernance(let body): body.encoded
        case .endScene(let body): body.encoded
        case .registerType(let body): body.encoded
        case .updateType(let body): body.encoded
        case .retireType(let body): body.encoded
        case .accredit(let body): body.encoded
        case .declareScene(let body): body.encoded
        case .issueDocuments(let body): body.encoded
        case .setStatus(let body): body.encoded
        case .openCorrection(let body): body.encoded
        case .answerCorrection(let body): body.encoded
        case .anchorNote(let body): body.encoded
        case .grant(let body): body.encoded
        case .withdraw(let body): body.encoded
        case .use(let body): body.encoded
        case .reportOffence(let body): body.encoded
        }
    }

    /// Reads the payload of a named act.
    public init(_ name: ActName, payload: [UInt8]) throws(CBORError) {
        self =
            switch name {
            case .registerMember: .registerMember(try RegisterMember(decoding: payload))
            case .updateMember: .updateMember(try UpdateMember(decoding: payload))
            case .suspendMember: .suspendMember(try SuspendMember(decoding: payload))
            case .changeValidators: .changeValidators(try ChangeValidators(decoding: payload))
            case .changeGovernance: .changeGovernance(try ChangeGovernance(decoding: payload))
            case .endScene: .endScene(try EndScene(decoding: payload))
            case .registerType: .registerType(try RegisterType(decoding: payload))
            case .updateType: .updateType(try UpdateType(decoding: payload))
            case .retireType: .retireType(try RetireType(decoding: payload))
            case .accredit: .accredit(try Accredit(decoding: payload))
            case .declareScene: .declareScene(try DeclareScene(decoding: payload))
            case .issueDocuments: .issueDocuments(try IssueDocuments(decoding: payload))
            case .setStatus: .setStatus(try SetStatus(decoding: payload))
            case .openCorrection: .openCorrection(try OpenCorrection(decoding: payload))
            case .answerCorrection: .answerCorrection(try AnswerCorrection(decoding: payload))
            case .anchorNote: .anchorNote(try AnchorNote(decoding: payload))
            case .grant: .grant(try GrantAct(decoding: payload))
            case .withdraw: .withdraw(try Withdraw(decoding: payload))
            case .use: .use(try Use(decoding: payload))
            case .reportOffence: .reportOffence(try ReportOffence(decoding: payload))
            }
    }
}
