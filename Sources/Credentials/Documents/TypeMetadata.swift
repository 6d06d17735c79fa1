import Signing

/// What a document type says about itself at its address (SD-JWT VC type metadata), with our sensitivity levels.
public struct TypeMetadata: Hashable, Sendable {
    /// `vct`: the type's name, which is the address of this text.
    public let type: String
    public let name: String
    public let display: [Display]
    public let claims: [Claim]
    /// The address of the type that this one refines; none of ours does.
    public let extends: String?

    /// A name in one language.
    public struct Display: Hashable, Sendable {
        /// As `zh-CN`.
        public let locale: String
        public let name: String

        /// A name in one language.
        public init(locale: String, name: String) {
            self.locale = locale
            self.name = name
        }
    }

    /// Whether a claim may be withheld; `sd`.
    public enum Disclosability: String, Hashable, Sendable, CaseIterable {
        case always
        case allowed
        case never
    }

    /// One claim of the type.
    public struct Claim: Hashable, Sendable {
        public let path: ClaimPath
        public let labels: [Display]
        public let isMandatory: Bool
        public let disclosability: Disclosability
        /// 1 to 4; nil when the type says nothing. The member is ours, others ignore it.
        public let sensitivity: UInt64?

        /// A claim by its path.
        public init(
            path: ClaimPath, labels: [Display], isMandatory: Bool, disclosability: Disclosability,
            sensitivity: UInt64?
        ) {
            self.path = path
            self.labels = labels
            self.isMandatory = isMandatory
            self.disclosability = disclosability
            self.sensitivity = sensitivity
        }
    }

    static let maxByteCount = 1 << 20
    static let maxClaims = 1_024
    static let sensitivityMember = "deedbox_sensitivity"

    /// A type with these names and claims.
    public init(type: String, name: String, display: [Display], claims: [Claim], extends: String? = nil) {
        self.type = type
        self.name = name
        self.display = display
        self.claims = claims
        self.extends = extends
    }

    /// The digest of a text as `vct#integrity` has it (W3C Subresource Integrity).
    public static func integrity(of text: [UInt8]) -> String { "sha256-" + Base64.encode(SHA256.digest(text).bytes) }
}
