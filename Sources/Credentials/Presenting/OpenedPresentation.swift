public import Signing

/// A presentation of any maker taken apart: what it says, and who is said to have signed. Nothing is proven yet.
public struct OpenedPresentation: Sendable {
    public let disclosed: DisclosedClaims
    /// The key of the first certificate of `x5c`; nil when it came with none of P-256.
    public let certifiedKey: PublicKey?
    /// What a document of a ledger like ours says besides; nil for those of other makers.
    public let ledger: LedgerClaims?
    private let unproven: UnprovenPresentation
    private let standard: StandardClaims

    /// Reads the form, the disclosures and the claims that every document has.
    public init(_ text: String) throws(DocumentError) {
        unproven = try UnprovenPresentation(text)
        disclosed = unproven.disclosed
        certifiedKey = unproven.certificate.flatMap { ParsedCertificate($0)?.key }
        do throws(JSONError) {
            standard = try StandardClaims(JSONElement(.object(disclosed.claims)).openMembers())
        } catch { throw .claim(error) }
        ledger = (try? unproven.claims())?.ledger
    }

    /// `vct`.
    public var type: String { standard.type }
    /// `iss`.
    public var issuer: String? { standard.issuer }
    /// `iat`, POSIX seconds.
    public var issuedAt: UInt64? { standard.issuedAt }
    /// `nbf`, POSIX seconds.
    public var notBefore: UInt64? { standard.notBefore }
    /// `exp`, POSIX seconds.
    public var expiry: UInt64? { standard.expiry }
    /// `status.status_list`.
    public var status: StatusReference? { standard.status }

    /// The one of these keys that signed it; nil when none did.
    public func signer(among keys: [PublicKey]) -> PublicKey? { unproven.signer(among: keys) }

    /// Refuses unless the holder of `cnf` signed exactly this presentation for exactly this demand.
    public func checkHolder(meeting demand: KeyBindingDemand, at now: UInt64) throws(SDJWTError) {
        guard let key = standard.holderKey?.signatureKey else { throw .holderKeyMissing }
        try unproven.checkHolder(key, meeting: demand, at: now)
    }
}
