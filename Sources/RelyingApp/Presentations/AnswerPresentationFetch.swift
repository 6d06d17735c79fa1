internal import Credentials
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingDesk {
    /// Gives the signed request to the wallet that fetches it. The first one has it for itself: another, which would
    /// send another nonce, gets nothing.
    func answer(_ fetch: PresentationFetch, ofPresentation id: SessionID) async throws -> String {
        let found = try presentation(known: id)
        guard now() < found.ends else { throw RelyingProblem.sessionOver(at: found.ends) }
        guard found.state == .open || found.state == .asked else { throw RelyingProblem.presentationDone }
        if let content = found.content {
            guard content.walletNonce == fetch.walletNonce else { throw RelyingProblem.otherWallet }
            return content.request
        }
        // The scene may have ended since the link was made.
        _ = try await uncounted(found.scene, found.profile)
        let content = PresentationContent(
            request: try request(found, fetch), walletNonce: fetch.walletNonce)
        guard try database.keepAsked(id, content) else { return try await answer(fetch, ofPresentation: id) }
        return content.request
    }

    /// The presentation with that id; refused when there is none.
    func presentation(known id: SessionID) throws -> Presentation {
        guard let found = try database.presentation(id) else { throw RelyingProblem.noSuchSession }
        return found
    }

    private func request(_ presentation: Presentation, _ fetch: PresentationFetch) throws -> String {
        let signing = try presentationKey()
        // A link names the certificate: under another one no wallet takes the request.
        guard signing.clientID == presentation.clientID else { throw RelyingProblem.sessionOver(at: now()) }
        let statement = SceneStatement(
            party: member, origin: origin, scene: presentation.scene, profile: presentation.profile,
            clientID: signing.clientID, nonce: presentation.nonce)
        let request = PresentationRequest(
            clientID: signing.clientID,
            responseURI: try address("presentations/\(presentation.id)/response").description,
            nonce: presentation.nonce, state: presentation.requestState, walletNonce: fetch.walletNonce,
            query: presentation.query,
            sealing: AnswerSealing(
                key: try database.answerKey(of: presentation.id).publicKey, encryptions: ContentEncryption.allCases),
            issuedAt: now(), expiry: presentation.ends,
            statements: [.init(format: SceneStatement.format, data: statement.signed(by: key))])
        guard let text = request.signed(by: signing.key, x5c: signing.certificates) else {
            throw RelyingRefusal.badCertificate("the key is not of ES256")
        }
        return text
    }
}
