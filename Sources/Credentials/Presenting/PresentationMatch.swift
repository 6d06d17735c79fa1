import Signing

/// What a document has of what a credential query asks: the ways to answer it, or every reason why there is none.
public enum PresentationMatch: Hashable, Sendable {
    /// The claims of each claim set that can be answered, the verifier's preference first.
    case answers([[ClaimPath]])
    /// Of several claim sets, what fails of the one that fails least.
    case fails([Fault])

    /// Why a document does not answer: a clause of the query each.
    public enum Fault: Hashable, Sendable {
        /// Another format of credentials is asked for.
        case format(String)
        /// The document's type is none of those asked for.
        case type(found: String)
        /// The document has nothing there.
        case missing(ClaimPath)
        /// The document says something else there than is asked for.
        case value(ClaimPath)
    }
}

extension CredentialQuery {
    /// Whether a document with these claims, of this type, answers; every clause that fails is named.
    public func match(_ document: DisclosedClaims, type: String) -> PresentationMatch {
        guard format == SDJWTType.document else { return .fails([.format(format)]) }
        guard types.contains(type) else { return .fails([.type(found: type)]) }
        let tried = choices.map { claims in (claims.map(\.path), claims.compactMap { $0.fault(in: document) }) }
        let answered = tried.filter(\.1.isEmpty).map(\.0)
        guard answered.isEmpty else { return .answers(answered) }
        return .fails(tried.map(\.1).min { $0.count < $1.count } ?? [])
    }

    /// The claims of each claim set in order; without sets all claims.
    public var choices: [[ClaimQuery]] {
        let claims = claims ?? []
        guard !claimSets.isEmpty else { return [claims] }
        return claimSets.map { set in set.compactMap { id in claims.first { $0.id == id } } }
    }

    /// Claims that every way to answer needs.
    public var required: [ClaimQuery] {
        let choices = choices
        return (claims ?? []).filter { claim in choices.allSatisfy { $0.contains(claim) } }
    }

    /// Where something was disclosed that no clause asks for.
    public func excess(of document: DisclosedClaims) -> [ClaimPath] {
        let asked = (claims ?? []).map(\.path)
        return document.paths.filter { path in !asked.contains { $0.covers(path) || path.covers($0) } }
    }
}

extension ClaimQuery {
    fileprivate func fault(in document: DisclosedClaims) -> PresentationMatch.Fault? {
        let found = document.values(at: path)
        guard !found.isEmpty else { return .missing(path) }
        guard values.isEmpty || found.contains(where: values.contains) else { return .value(path) }
        return nil
    }
}

extension DisclosedClaims {
    /// Every value at a path: more than one where the path says "all".
    func values(at path: ClaimPath) -> [JSONValue] {
        path.steps.reduce([JSONValue.object(claims)]) { values, step in
            values.flatMap { value -> [JSONValue] in
                switch (value, step) {
                case (.object(let object), .member(let name)): object[name].map { [$0] } ?? []
                case (.array(let elements), .index(let index)): index < elements.count ? [elements[index]] : []
                case (.array(let elements), .all): elements
                case (_, _): []
                }
            }
        }
    }
}
