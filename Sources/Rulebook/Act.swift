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
    case approveScene(ApproveScene)
    case issueDocuments(IssueDocuments)
    case setStatus(SetStatus)
    case openCorrection(OpenCorrection)
    case answerCorrection(AnswerCorrection)
    case anchorNote(AnchorNote)
    case disclose(Disclose)
    case openDisclosure(OpenDisclosure)
    case trace(Trace)
    case passEvidence(PassEvidence)
    case grant(GrantAct)
    case limitGrant(LimitGrant)
    case withdraw(Withdraw)
    case refuseRequest(RefuseRequest)
    case use(Use)
    case useMany(UseMany)
    case reportFault(UseFault)
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
    case approveScene = "scene.approve"
    case issueDocuments = "documents.issue"
    case setStatus = "document.status"
    case openCorrection = "correction.open"
    case answerCorrection = "correction.answer"
    case anchorNote = "note.anchor"
    case disclose = "disclosure"
    case openDisclosure = "disclosure.open"
    case trace = "trace"
    case passEvidence = "evidence.pass"
    case grant = "grant"
    case limitGrant = "grant.limit"
    case withdraw = "withdraw"
    case refuseRequest = "refuse"
    case use = "use"
    case useMany = "use.many"
    case reportFault = "use.fault"
    case reportOffence = "offence.report"

    /// The content type of version 1 of the act.
    public var contentType: String { "application/vnd.deedbox." + rawValue + ".v1+cbor" }

    /// Nil for a content type that names no act of these rules.
    public init?(contentType: String) {
        guard let match = ActName.byContentType[contentType] else { return nil }
        self = match
    }

    private static let byContentType = Dictionary(uniqueKeysWithValues: allCases.map { ($0.contentType, $0) })

    /// Where the act stands inside a block: ends come before grants, grants before what limits or ends
    /// them, that before uses.
    public var blockClass: BlockClass {
        switch self {
        case .registerMember, .updateMember, .changeValidators, .changeGovernance: .governance
        case .suspendMember, .endScene: .ends
        case .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene: .declarations
        case .issueDocuments: .issues
        case .setStatus, .openCorrection, .answerCorrection: .statuses
        case .anchorNote, .disclose, .openDisclosure, .trace, .passEvidence: .notices
        case .grant: .grants
        case .limitGrant, .withdraw, .refuseRequest: .limits
        case .use, .useMany: .uses
        case .reportFault: .faults
        case .reportOffence: .offences
        }
    }

    /// Who signs the act.
    public var signer: ActSigner {
        switch self {
        case .registerMember, .updateMember, .suspendMember, .registerType, .changeValidators, .changeGovernance:
            .governance
        case .endScene, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments, .setStatus,
            .answerCorrection, .anchorNote, .disclose, .trace, .passEvidence, .use, .useMany, .reportFault:
            .member
        case .grant, .limitGrant, .withdraw, .refuseRequest: .grantKey
        case .openCorrection: .correctionKey
        case .openDisclosure: .openingKey
        case .reportOffence: .validator
        }
    }

    /// True when nothing in the act itself makes it once-only, so its id is kept until its not-after.
    public var needsReplayMark: Bool {
        switch self {
        case .accredit, .issueDocuments, .setStatus, .openCorrection, .answerCorrection, .anchorNote, .disclose, .trace:
            true
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .declareScene, .approveScene, .openDisclosure, .passEvidence,
            .grant,
            .limitGrant, .withdraw, .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            false
        }
    }
}

/// The order inside a block, in one table.
public enum BlockClass: Int, Comparable, Sendable, CaseIterable {
    case governance, ends, declarations, issues, statuses, notices, grants, limits, uses, faults, offences

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
    /// A COSE_Sign1 by the key that follows from what the act opens; the header names nobody.
    case openingKey
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
        case .approveScene: .approveScene
        case .issueDocuments: .issueDocuments
        case .setStatus: .setStatus
        case .openCorrection: .openCorrection
        case .answerCorrection: .answerCorrection
        case .anchorNote: .anchorNote
        case .disclose: .disclose
        case .openDisclosure: .openDisclosure
        case .trace: .trace
        case .passEvidence: .passEvidence
        case .grant: .grant
        case .limitGrant: .limitGrant
        case .withdraw: .withdraw
        case .refuseRequest: .refuseRequest
        case .use: .use
        case .useMany: .useMany
        case .reportFault: .reportFault
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
        case .approveScene(let body): body.encoded
        case .issueDocuments(let body): body.encoded
        case .setStatus(let body): body.encoded
        case .openCorrection(let body): body.encoded
        case .answerCorrection(let body): body.encoded
        case .anchorNote(let body): body.encoded
        case .disclose(let body): body.encoded
        case .openDisclosure(let body): body.encoded
        case .trace(let body): body.encoded
        case .passEvidence(let body): body.encoded
        case .grant(let body): body.encoded
        case .limitGrant(let body): body.encoded
        case .withdraw(let body): body.encoded
        case .refuseRequest(let body): body.encoded
        case .use(let body): body.encoded
        case .useMany(let body): body.encoded
        case .reportFault(let body): body.encoded
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
            case .approveScene: .approveScene(try ApproveScene(decoding: payload))
            case .issueDocuments: .issueDocuments(try IssueDocuments(decoding: payload))
            case .setStatus: .setStatus(try SetStatus(decoding: payload))
            case .openCorrection: .openCorrection(try OpenCorrection(decoding: payload))
            case .answerCorrection: .answerCorrection(try AnswerCorrection(decoding: payload))
            case .anchorNote: .anchorNote(try AnchorNote(decoding: payload))
            case .disclose: .disclose(try Disclose(decoding: payload))
            case .openDisclosure: .openDisclosure(try OpenDisclosure(decoding: payload))
            case .trace: .trace(try Trace(decoding: payload))
            case .passEvidence: .passEvidence(try PassEvidence(decoding: payload))
            case .grant: .grant(try GrantAct(decoding: payload))
            case .limitGrant: .limitGrant(try LimitGrant(decoding: payload))
            case .withdraw: .withdraw(try Withdraw(decoding: payload))
            case .refuseRequest: .refuseRequest(try RefuseRequest(decoding: payload))
            case .use: .use(try Use(decoding: payload))
            case .useMany: .useMany(try UseMany(decoding: payload))
            case .reportFault: .reportFault(try UseFault(decoding: payload))
            case .reportOffence: .reportOffence(try ReportOffence(decoding: payload))
            }
    }
}

extension Act {
    /// The digest of the deposit that the act names, for a grant that of its manifest; nil when it names none.
    ///
    /// The rules know no more of a deposit. That nodes hold it is asked where blocks are proposed and voted on.
    public var deposit: Digest? {
        switch self {
        case .grant(let act): act.deposit
        case .limitGrant(let act): act.deposit
        case .disclose(let act): act.mark.seal?.deposit
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments,
            .setStatus, .openCorrection, .answerCorrection, .anchorNote, .openDisclosure, .trace, .passEvidence,
            .withdraw, .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            nil
        }
    }
}
