public import Signing

/// A presentation taken apart, so that each thing can be asked of it alone. Nothing of it is proven: who signed it, and
/// for what its holder signed, is asked afterwards.
public struct UnprovenPresentation: Sendable {
    /// The texts as received.
    public let document: SDJWT
    /// The open claims and those that were disclosed, as the text has them.
    public let disclosed: DisclosedClaims
    private let message: CompactJWS

    /// Reads the form: the text, its disclosures, and that none of them brings what must be open.
    public init(_ text: String) throws(DocumentError) {
        (document, message) = try DocumentCheck.read(text)
        do throws(SDJWTError) {
            disclosed = try DisclosedClaims(message.unverified, document.disclosures)
        } catch { throw .disclosure(error) }
        try DocumentCheck.checkNames(disclosed.paths)
    }

    /// What a Deedbox document says openly; refused when it is one of another maker.
    public func claims() throws(JSONError) -> DocumentClaims { try DocumentClaims(disclosed.claims) }

    /// The first certificate of its header, in DER; nil when there is none.
    var certificate: [UInt8]? { message.header.certificates?.first }

    /// The one of these keys that signed it; nil when none did.
    public func signer(among keys: [PublicKey]) -> PublicKey? {
        keys.first { key in (try? message.verified(by: key)) != nil }
    }

    /// Refuses unless the holder of this key signed exactly this presentation for exactly this demand.
    public func checkHolder(
        _ key: PublicKey, meeting demand: KeyBindingDemand, at now: UInt64
    ) throws(SDJWTError) {
        _ = try document.keyBinding(by: key, meeting: demand, at: now)
    }
}
