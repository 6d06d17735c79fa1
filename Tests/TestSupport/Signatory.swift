public import Rulebook
public import Signing

/// Who signs a statement of a test.
public enum Signatory: Sendable {
    /// Governance keys; at least one.
    case governance([PrivateKey])
    case member(MemberID, PrivateKey)
    /// A holder's once-only key.
    case holder(PrivateKey)

    /// Two of the three governors: their acts wait for the published delay.
    public static let twoGovernors = governance(Array(TestNetwork.governors().prefix(2)))
    /// All three: their acts hold at once.
    public static let allGovernors = governance(TestNetwork.governors())

    /// A member by its sample key.
    public static func member(_ member: TestMember) -> Signatory { .member(member.id, member.key) }

    /// The signed statement of a payload.
    public func signed(_ contentType: String, _ payload: [UInt8], origin: String, notAfter: UInt64) -> Statement {
        let header = StatementHeader(contentType: contentType, issuer: issuer, origin: origin, notAfter: notAfter)
        switch self {
        case .governance(let keys): return .governance(header, payload: payload, by: keys)
        case .member(_, let key), .holder(let key): return .signed(header, payload: payload, by: key)
        }
    }

    private var issuer: String? {
        switch self {
        case .member(let id, _): id.text
        case .governance, .holder: nil
        }
    }
}
