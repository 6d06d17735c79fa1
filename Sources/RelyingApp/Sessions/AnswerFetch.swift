internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDesk {
    /// Answers a wallet that fetches a session's request: signed for its key, sealed to it. The first wallet has the
    /// session; it may fetch again.
    func answer(_ fetch: RequestFetch, of id: SessionID) async throws -> [UInt8] {
        guard let session = try database.session(id) else { throw RelyingProblem.noSuchSession }
        let time = now()
        guard session.state == .open || session.state == .asked else {
            throw RelyingProblem.sessionDone(session.state)
        }
        guard time < session.ends else { throw RelyingProblem.sessionOver(at: session.ends) }
        if let key = session.grantKey, key != fetch.grantKey { throw RelyingProblem.otherWallet }
        try checkAgreement(session.scene)
        let scene = try await openScene(session.scene)
        guard let profile = scene.profiles.first(where: { $0.id == session.profile }) else {
            throw RelyingRefusal.noSuchProfile(session.profile, scene)
        }
        let sealingKey = try await registeredKey().publicKey
        let parameters = try await ledger.network().parameters
        let signed = signedRequest(session, fetch.grantKey, at: time, parameters)
        let grant = GrantID(origin: origin, key: fetch.grantKey)
        let request = try database.claim(id, by: fetch.grantKey, grant, request: signed.bytes)
        let counter = try counterPlace(of: session, at: time)
        let object = RequestObject(
            party: member, responseURI: try address("requests/\(id)/answer"), fetch: fetch, issuedAt: time,
            expiry: session.ends, origin: origin, scene: session.scene, profile: profile, request: request,
            matter: session.matter, text: session.text, counter: counter, sealingKey: sealingKey)
        return try object.sealed(by: key, for: fetch)
    }

    /// The request that the grant will carry: good a little longer than the session, so that an answer at its end is.
    private func signedRequest(
        _ session: Session, _ grantKey: PublicKey, at time: UInt64, _ parameters: Parameters
    ) -> Statement {
        let request = Rulebook.Request(
            scene: session.scene, profile: session.profile, maxUses: session.uses, term: session.term,
            grantKey: grantKey, nonce: Random.bytes(Rulebook.Request.nonceByteCount),
            caseCommitment: session.matter.commitment)
        let end = min(session.ends + 2 * Session.grace, time + parameters.requestLifetime)
        let header = StatementHeader(
            contentType: Purpose.request, issuer: member.text, origin: origin, notAfter: end)
        return Statement.signed(header, payload: request.encoded, by: key)
    }
}
