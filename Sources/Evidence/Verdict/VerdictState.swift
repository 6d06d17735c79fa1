/// A verdict in a word.
public enum VerdictState: String, Sendable, CaseIterable, Comparable {
    case valid
    /// Everything holds, and the holder disputes a document.
    case inDispute
    /// A check could not be made.
    case couldNotCheck
    /// It holds, and the verifier's own policy asks for more.
    case belowPolicy
    /// The data is older than it should be.
    case stale
    case expired
    case superseded
    case suspended
    case revoked
    /// A required field was not shown.
    case incomplete
    /// More was shown than the scene allows.
    case overScene
    case notAddressedToMe
    /// The ledger knows no such document, issuer, grant or use.
    case unknown
    /// A signature is false, or something is not what it says it is.
    case invalid
}

extension VerdictState {
    /// By weight.
    public static func < (left: VerdictState, right: VerdictState) -> Bool { left.weight < right.weight }

    private var weight: Int { VerdictState.allCases.firstIndex(of: self) ?? 0 }

    /// The state of these checks: of the reasons for a no the weightiest, in the order above from below.
    init(_ checks: [Check]) {
        let reasons = checks.filter { $0.answer == .no }.compactMap(\.reason?.state)
        let isOpen = checks.contains { $0.answer == .unknown && $0.name != .undisputed }
        let heaviest = VerdictState.allCases.last { reasons.contains($0) } ?? .valid
        switch heaviest {
        case .valid, .inDispute: self = isOpen ? .couldNotCheck : heaviest
        case .couldNotCheck, .belowPolicy, .stale, .expired, .superseded, .suspended, .revoked, .incomplete, .overScene,
            .notAddressedToMe, .unknown, .invalid:
            self = heaviest
        }
    }
}
