public import Signing

/// A field that a document shows: under its own name, or below the group that it stands in.
public struct ShownClaim: Hashable, Sendable {
    /// The name by which the catalogue and scenes know it.
    public let name: String
    /// The dimension of a file; nil for a field that stands alone.
    public let group: String?
    public let value: JSONValue

    /// Group and name with a dot between, or the name alone.
    public var path: String { group.map { $0 + "." + name } ?? name }
}

extension DisclosedClaims {
    /// Claims that are about the document, and no fields of it.
    private static let others: Set<String> = [
        "iss", "sub", "iat", "exp", "nbf", "cnf", "vct", "vct#integrity", "status", "deedbox", "attachments",
    ]

    /// The fields in the order in which they stand, those of a group one by one.
    public var fields: [ShownClaim] {
        claims.members.filter { !DisclosedClaims.others.contains($0.name) }.flatMap { member in
            guard case .object(let group) = member.value else {
                return [ShownClaim(name: member.name, group: nil, value: member.value)]
            }
            return group.members.map { ShownClaim(name: $0.name, group: member.name, value: $0.value) }
        }
    }
}
