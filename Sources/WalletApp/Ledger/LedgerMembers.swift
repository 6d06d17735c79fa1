package import NodeAPI
internal import Rulebook
internal import Signing

/// The members of the ledger, as a node tells them.
///
/// This is a node's word. That a member issued a document does not rest on it: the record proves that. It adds which
/// keys and names the member has, and a lie in it can only keep a good document out.
package struct LedgerMembers: Sendable {
    private let members: [MemberID: MemberBody]

    init(_ client: NodeClient) async throws { self.init(try await client.members()) }

    /// What a node told.
    package init(_ bodies: [MemberBody]) {
        let known = bodies.compactMap { body in MemberID(body.id).map { ($0, body) } }
        members = Dictionary(known) { first, _ in first }
    }

    /// All members with a role, in the order of their ids.
    func all(with role: Role) -> [MemberID] {
        members.filter { $0.value.roles.contains(role.word) }.keys.sorted()
    }

    /// The member's name; nil when there is no such member.
    func name(of id: MemberID) -> Bilingual? { members[id]?.name }

    func has(_ role: Role, _ id: MemberID) -> Bool { members[id]?.roles.contains(role.word) == true }

    /// The member that has this key; nil when none has it.
    func owner(of key: PublicKey) -> MemberID? {
        let text = Base64.encode(key.bytes)
        return members.filter { member in
            member.value.keys.contains { $0.key == text && $0.algorithm == key.algorithm.name }
        }.keys.min()
    }

    /// The member's keys of an algorithm that were good at that second.
    func keys(of id: MemberID, _ algorithm: SignatureAlgorithm, at second: UInt64) -> [PublicKey] {
        (members[id]?.keys ?? []).filter { key in
            key.algorithm == algorithm.name && key.from ?? 0 <= second && second < key.until ?? .max
        }.compactMap { key in Base64.decode(key.key).flatMap { PublicKey(algorithm, bytes: $0) } }
    }
}
