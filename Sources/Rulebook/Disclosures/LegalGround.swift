/// On what ground data is read without consent, a grant is traced, or evidence passed on: the closed list, with
/// its codes for ever.
public enum LegalGround: UInt64, Sendable, CaseIterable {
    /// A duty or power that a law gives to the reader.
    case statutoryDuty = 1
    /// A public health emergency, or danger to life, health or property.
    case emergency = 2
    /// A court's order, or the enforcement of its judgement.
    case courtOrder = 3
    /// The investigation of a crime.
    case criminalInvestigation = 4
    /// Supervision, inspection or audit of an institution.
    case supervision = 5
    /// A complaint of the holder, or at his request.
    case complaint = 6
    /// An incident in which data was lost or leaked.
    case securityIncident = 7

    /// The word that files and the API use.
    public var word: String {
        switch self {
        case .statutoryDuty: "statutoryDuty"
        case .emergency: "emergency"
        case .courtOrder: "courtOrder"
        case .criminalInvestigation: "criminalInvestigation"
        case .supervision: "supervision"
        case .complaint: "complaint"
        case .securityIncident: "securityIncident"
        }
    }

    public init?(word: String) {
        guard let match = LegalGround.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    /// Whether documents may be read on it without their holder's consent. Supervision is of institutions: it traces
    /// what they did, and reads nobody's documents.
    public var allowsDisclosure: Bool {
        switch self {
        case .statutoryDuty, .emergency, .courtOrder, .criminalInvestigation, .complaint: true
        case .supervision, .securityIncident: false
        }
    }

    /// Whether a regulator may learn on it whose a grant is.
    public var allowsTrace: Bool {
        switch self {
        case .courtOrder, .criminalInvestigation, .supervision, .complaint, .securityIncident: true
        case .statutoryDuty, .emergency: false
        }
    }

    /// Whether evidence of a use may be passed on for it without the holder's leave. Who has a right of his own to
    /// plead, as a party to a lawsuit, has it by a law: `statutoryDuty`.
    public var allowsPassing: Bool {
        switch self {
        case .statutoryDuty, .courtOrder, .criminalInvestigation, .supervision, .complaint: true
        case .emergency, .securityIncident: false
        }
    }
}
