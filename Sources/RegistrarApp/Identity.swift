internal import Identifiers
internal import RegistrarAPI

/// A number that has the form of a citizen number or a credit code, in its one way of writing.
struct IdentityNumber: Hashable, Sendable {
    let text: String
    let isFirm: Bool

    /// Refuses a number whose check digit does not hold.
    init(_ text: String) throws(RegistrarProblem) {
        if let citizen = try? CitizenNumber(text) {
            self.text = citizen.text
            isFirm = false
        } else if let firm = try? CreditCode(text) {
            self.text = firm.text
            isFirm = true
        } else {
            throw .badNumber
        }
    }
}

/// Who somebody says to be.
public struct IdentityClaim: Hashable, Sendable {
    public let name: String
    /// A citizen number or credit code whose check digit holds.
    public let number: String
    /// The secret that stands for the face check.
    public let face: String

    public init(name: String, number: String, face: String) {
        self.name = name
        self.number = number
        self.face = face
    }
}

/// What a check of real names found.
public enum RealNameOutcome: Hashable, Sendable {
    /// How well: 1 by name and number, 2 with the face.
    case confirmed(level: UInt64)
    case denied(RealNameFault)
}

/// Why a claim was denied; for the registrar's own log, never told to who asked.
public enum RealNameFault: String, Sendable {
    case unknownNumber = "unknown-number"
    case otherName = "other-name"
    case faceFailed = "face-failed"
}

/// Says whether a person is who he says to be.
public protocol RealNameCheck: Sendable {
    /// True when nobody in it is real: allowed on sample ledgers alone.
    var isTest: Bool { get }
    /// Checks one claim.
    func check(_ claim: IdentityClaim) async throws -> RealNameOutcome
}
