public import Signing

/// What a verifier asks for, in the query language of OpenID4VP 1.0 (DCQL, section 6).
public struct PresentationQuery: Hashable, Sendable {
    /// At least one, each with an id of its own.
    public let credentials: [CredentialQuery]
    /// Which of them are needed together; empty: all are needed.
    public let sets: [CredentialSet]

    /// Alternatives, one of which must be answered when the set is required.
    public struct CredentialSet: Hashable, Sendable {
        /// Ids of credential queries, the verifier's preference first.
        public let options: [[String]]
        public let isRequired: Bool

        /// Alternatives of queries.
        public init(options: [[String]], isRequired: Bool = true) {
            self.options = options
            self.isRequired = isRequired
        }
    }

    static let maxCredentials = 32
    static let maxSets = 32
    static let maxOptions = 32

    /// A query of these parts; the caller has checked that ids differ and that sets name them.
    public init(_ credentials: [CredentialQuery], sets: [CredentialSet] = []) {
        self.credentials = credentials
        self.sets = sets
    }

    /// The part with that id; nil when there is none.
    public func credential(_ id: String) -> CredentialQuery? { credentials.first { $0.id == id } }

    /// The ids of what must be answered, when these can be: of each required set the first alternative that can be
    /// answered whole. Nil when a required set has none: then nothing at all is sent.
    public func needed(of answerable: Set<String>) -> Set<String>? {
        guard !sets.isEmpty else {
            let all = Set(credentials.map(\.id))
            return all.isSubset(of: answerable) ? all : nil
        }
        var needed: Set<String> = []
        for set in sets where set.isRequired {
            guard let option = set.options.first(where: { Set($0).isSubset(of: answerable) }) else { return nil }
            needed.formUnion(option)
        }
        return needed
    }
}

/// One credential that is asked for.
public struct CredentialQuery: Hashable, Sendable {
    /// Letters, digits, `_` and `-`.
    public let id: String
    /// `dc+sd-jwt`, or a format that is not understood here.
    public let format: String
    /// `vct_values`: any of these types; empty for another format.
    public let types: [String]
    /// Nil: only what is always open.
    public let claims: [ClaimQuery]?
    /// Ids of claims, the verifier's preference first; empty: all claims.
    public let claimSets: [[String]]
    /// True when several may be answered.
    public let isMultiple: Bool
    /// False when the verifier does without the holder's signature.
    public let needsHolder: Bool
    /// True when only issuers of some authorities are wanted.
    public let namesAuthorities: Bool

    /// A query for a document of one of these types, with its holder's signature.
    public init(id: String, types: [String], claims: [ClaimQuery]?, claimSets: [[String]] = []) {
        self.init(
            id: id, format: SDJWTType.document, types: types, claims: claims, claimSets: claimSets, isMultiple: false,
            needsHolder: true, namesAuthorities: false)
    }

    init(
        id: String, format: String, types: [String], claims: [ClaimQuery]?, claimSets: [[String]], isMultiple: Bool,
        needsHolder: Bool, namesAuthorities: Bool
    ) {
        self.id = id
        self.format = format
        self.types = types
        self.claims = claims
        self.claimSets = claimSets
        self.isMultiple = isMultiple
        self.needsHolder = needsHolder
        self.namesAuthorities = namesAuthorities
    }
}

/// One claim that is asked for.
public struct ClaimQuery: Hashable, Sendable {
    /// By which claim sets name it.
    public let id: String?
    public let path: ClaimPath
    /// The value must be one of these; empty: any.
    public let values: [JSONValue]

    /// A claim at a path.
    public init(id: String? = nil, path: ClaimPath, values: [JSONValue] = []) {
        self.id = id
        self.path = path
        self.values = values
    }
}
