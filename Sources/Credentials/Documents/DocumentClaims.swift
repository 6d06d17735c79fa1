public import Signing

/// What every Deedbox document says openly, beside the fields that its holder may withhold.
public struct DocumentClaims: Hashable, Sendable {
    /// `iss`: the issuing desk's address.
    public let issuer: String
    /// `vct`: the address of the type's metadata.
    public let type: String
    /// `vct#integrity`: the digest of the metadata, as `sha256-…`.
    public let typeIntegrity: String?
    /// `iat`, POSIX seconds.
    public let issuedAt: UInt64
    /// `exp`, POSIX seconds; nil when the document has no end.
    public let expiry: UInt64?
    /// `cnf.jwk`: the key of the wallet that holds it, when it is known.
    public let holderKey: JSONWebKey?
    /// `status.status_list`: where its status stands.
    public let status: StatusReference?
    /// `deedbox`: what ties it to a ledger.
    public let ledger: LedgerClaims

    /// What a document says openly.
    public init(
        issuer: String, type: String, typeIntegrity: String? = nil, issuedAt: UInt64, expiry: UInt64? = nil,
        holderKey: JSONWebKey?, status: StatusReference?, ledger: LedgerClaims
    ) {
        self.issuer = issuer
        self.type = type
        self.typeIntegrity = typeIntegrity
        self.issuedAt = issuedAt
        self.expiry = expiry
        self.holderKey = holderKey
        self.status = status
        self.ledger = ledger
    }

    /// Claims that no disclosure may bring (SD-JWT VC section 3.2.2.2), and ours.
    static let alwaysOpen: Set<String> = [
        "iss", "aud", "exp", "nbf", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "deedbox",
    ]
}

/// The claim `deedbox`: what ties a document to its ledger, and how fresh its data is.
public struct LedgerClaims: Hashable, Sendable {
    /// The ledger's origin.
    public let origin: String
    /// The code of the document type in the catalogue.
    public let typeCode: String
    public let typeVersion: UInt64
    /// When the data was true at its source: an RFC 3339 date-time in UTC, to the second.
    public let asOf: String
    /// How often the data is renewed, in days; nil when it does not change by itself.
    public let updateDays: UInt64?
    /// The SHA-256 of the correction public key, to which the record commits too.
    public let correction: Digest
    public let provenance: Provenance
    public let label: TrustLabel

    /// Where the data comes from.
    public enum Provenance: String, Hashable, Sendable, CaseIterable {
        /// It was born as data.
        case digital
        /// It was read off paper.
        case digitised
    }

    /// Who stands behind it.
    public enum TrustLabel: String, Hashable, Sendable, CaseIterable {
        case government
        /// A social body: an employer, a school, a utility.
        case social
    }

    /// What ties a document to its ledger.
    public init(
        origin: String, typeCode: String, typeVersion: UInt64, asOf: String, updateDays: UInt64?, correction: Digest,
        provenance: Provenance, label: TrustLabel
    ) {
        self.origin = origin
        self.typeCode = typeCode
        self.typeVersion = typeVersion
        self.asOf = asOf
        self.updateDays = updateDays
        self.correction = correction
        self.provenance = provenance
        self.label = label
    }
}

/// Where a document's status stands: an entry of a status list.
public struct StatusReference: Hashable, Sendable {
    public let index: Int
    /// The list's address, which is its name.
    public let uri: String

    /// The entry with this index of the list at this address.
    public init(index: Int, uri: String) {
        self.index = index
        self.uri = uri
    }
}
