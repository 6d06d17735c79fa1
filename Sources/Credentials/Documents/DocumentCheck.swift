public import Signing

/// By what an issuer's key is trusted. It is fixed before a document is looked at: who sends one never chooses.
public enum IssuerTrust: Sendable {
    /// `x5c` leads to one of these roots, and the certificate names the issuer.
    case certificates(TrustedRoots)
    /// The issuer publishes its keys; `kid` picks one.
    case published(issuer: String, JSONWebKeySet)
    /// The key is one that a member has on the ledger: that of the first certificate of `x5c`, or by its thumbprint in
    /// `kid`. Neither the chain nor `iss` counts: the ledger says whose key it is.
    case registered([PublicKey])
}

/// What a verifier wants to see of the holder.
public enum HolderDemand: Hashable, Sendable {
    /// A document as its issuer hands it over: a key binding is refused.
    case none
    /// A presentation, signed by the key in `cnf`.
    case keyBinding(KeyBindingDemand)
}

/// Checks documents: signature, certificates, disclosures, holder, validity. It asks nothing of any server.
public struct DocumentCheck: Sendable {
    private let trust: IssuerTrust
    /// How far another clock may differ, in seconds.
    private let leeway: UInt64
    private let judgesValidity: Bool

    /// A check that trusts issuers in this way.
    ///
    /// A holder keeps documents beyond their end: without `judgesValidity`, `iat`, `nbf` and `exp` are left to the
    /// caller.
    public init(_ trust: IssuerTrust, leeway: UInt64 = 60, judgesValidity: Bool = true) {
        self.trust = trust
        self.leeway = leeway
        self.judgesValidity = judgesValidity
    }

    /// The document, when all of it holds at this time.
    ///
    /// Certificates end before documents do. Where a ledger proves that the document was there at some time,
    /// `recorded` is that time, and the certificates are judged by it.
    public func verified(
        _ text: String, holder demand: HolderDemand, at now: UInt64, recorded: UInt64? = nil
    ) throws(DocumentError) -> VerifiedDocument {
        let (document, message) = try DocumentCheck.read(text)
        let issuer = try trust.key(of: message, at: recorded ?? now)
        let signed: VerifiedJWS
        do throws(JOSEError) { signed = try message.verified(by: issuer.key) } catch { throw .jose(error) }
        let disclosed: DisclosedClaims
        do throws(SDJWTError) {
            disclosed = try DisclosedClaims(signed.claims, document.disclosures)
        } catch { throw .disclosure(error) }
        try DocumentCheck.checkNames(disclosed.paths)
        let standard: StandardClaims
        do throws(JSONError) {
            standard = try StandardClaims(JSONElement(.object(disclosed.claims)).openMembers())
        } catch { throw .claim(error) }
        try issuer.name(standard.issuer)
        if judgesValidity { try checkTimes(standard, at: now) }
        let binding = try DocumentCheck.holder(document, standard.holderKey, demand, now)
        return VerifiedDocument(
            document: document, claims: disclosed.claims, disclosed: disclosed.paths, standard: standard,
            issuerKey: issuer.key, certificate: issuer.certificate, keyBinding: binding)
    }

    static func read(_ text: String) throws(DocumentError) -> (SDJWT, CompactJWS) {
        let document: SDJWT
        do throws(SDJWTError) { document = try SDJWT(parsing: text) } catch { throw .disclosure(error) }
        do throws(JOSEError) {
            let message = try CompactJWS(parsing: document.jwt, type: SDJWTType.document)
            return (document, message)
        } catch .type(_, found: SDJWTType.oldDocument) {
            throw .oldType
        } catch { throw .jose(error) }
    }

    static func checkNames(_ paths: [ClaimPath]) throws(DocumentError) {
        for path in paths {
            guard path.steps.count == 1, case .member(let name) = path.steps[0] else { continue }
            guard !DocumentClaims.alwaysOpen.contains(name) else { throw .neverDisclosable(name) }
        }
    }

    /// Only now, on the claims that were put together: a time that was hidden counts too.
    private func checkTimes(_ claims: StandardClaims, at now: UInt64) throws(DocumentError) {
        if let start = claims.notBefore, now + leeway < start { throw .notYetValid(from: start) }
        if let issued = claims.issuedAt, now + leeway < issued { throw .notYetValid(from: issued) }
        if let end = claims.expiry, now >= end { throw .expired(at: end) }
    }

    private static func holder(
        _ document: SDJWT, _ key: JSONWebKey?, _ demand: HolderDemand, _ now: UInt64
    ) throws(DocumentError) -> JSONObject? {
        do throws(SDJWTError) {
            switch demand {
            case .none:
                guard document.keyBinding == nil else { throw .keyBindingUnexpected }
                return nil
            case .keyBinding(let demand):
                guard let key = key?.signatureKey else { throw .holderKeyMissing }
                return try document.keyBinding(by: key, meeting: demand, at: now)
            }
        } catch { throw .disclosure(error) }
    }
}
