public import Credentials
internal import Foundation
internal import NodeAPI
internal import Rulebook
public import Signing

/// Claims documents from issuers of any maker, by OpenID4VCI 1.0 with a pre-authorised code.
///
/// The steps are apart, so that a wallet can store what it has between them: `offer`, `redeem`, then for each part of
/// the claim `next`, again where the issuer answers later, and `tell`, which says what became of it.
public struct ClaimClient: Sendable {
    private let door = ClaimDoor()
    private let now: @Sendable () -> UInt64

    /// A client by the clock of this machine.
    public init() { self.init { Clock.now / 1_000 } }

    /// A client by another clock, in POSIX seconds.
    package init(now: @escaping @Sendable () -> UInt64) { self.now = now }

    /// What a link offers, and whoever offers it.
    public func offer(_ link: String) async throws -> ClaimOffer {
        let offer = try await read(link)
        guard let grant = offer.grant else {
            throw WalletFailure.unreadable(offer.issuer, reason: "the offer has no pre-authorised code")
        }
        let issuer = try address(offer.issuer)
        let metadata = try await metadata(of: issuer)
        let name = metadata.authorizationServers.first ?? offer.issuer
        let server = try await door.get(try address(name).wellKnown(AuthorizationServerMetadata.wellKnown))
            .read { (text) throws(JSONError) in try AuthorizationServerMetadata(parsing: text, issuer: name) }
        return ClaimOffer(offer: offer, metadata: metadata, server: server, grant: grant)
    }

    /// Spends the code of an offer, for one document a key of each kind. The claim is to be stored at once: a code is
    /// spent only once.
    public func redeem(_ offer: ClaimOffer, transactionCode: String?, keys: [PublicKey]) async throws -> OpenClaim {
        let kinds = offer.kinds.map(\.id)
        guard kinds.count == Set(offer.offer.configurations).count else {
            throw WalletFailure.unreadable(offer.offer.issuer, reason: "the offer is of what is not in its metadata")
        }
        try check(keys.count, offer.metadata)
        let key = PrivateKey(generating: .es256)
        let body = TokenRequest(code: offer.grant.code, transactionCode: transactionCode).encoded
        let post = ClaimDoor.Post(mediaType: FormText.mediaType, body: Array(body.utf8))
        let token = try await send(post, to: offer.server.tokenEndpoint, key, token: nil).read(TokenResponse.init)
        return OpenClaim(
            issuer: offer.offer.issuer, configurations: kinds, keys: keys, token: token, proofKey: key)
    }

    /// Asks for the documents of one part, one a key, each of them proven; or, where the issuer answers later, how far
    /// it is. Asked again with the same keys, the issuer answers the same.
    public func next(_ claim: OpenClaim, _ part: Int, keys: [PrivateKey]) async throws -> ClaimProgress {
        let metadata = try await metadata(of: try address(claim.issuer))
        if let transaction = claim.parts[part].transactionID {
            return try await ask(transaction, claim, part, metadata)
        }
        try check(keys.count, metadata)
        var answer = try await request(claim, part, keys, metadata)
        // A nonce may have run out between two requests: once more with a fresh one.
        if answer.0.errorCode == IssuingErrorCode.invalidNonce.rawValue {
            answer = try await request(claim, part, keys, metadata)
        }
        return try progress(answer.0, opening: answer.1, of: claim, part)
    }

    private func check(_ count: Int, _ metadata: CredentialIssuerMetadata) throws {
        guard (1...metadata.batchSize).contains(count) else {
            throw WalletRefusal.tooManyCopies(count, limit: metadata.batchSize)
        }
    }

    private func ask(
        _ transaction: String, _ claim: OpenClaim, _ part: Int, _ metadata: CredentialIssuerMetadata
    ) async throws -> ClaimProgress {
        guard let endpoint = metadata.deferredEndpoint else {
            throw WalletFailure.unreadable(claim.issuer, reason: "it deferred, and has no endpoint for that")
        }
        let key = metadata.answerKey
        let body = DeferredRequest(transactionID: transaction, encryption: key?.1).encoded
        let answer = try await post(body, to: endpoint, claim)
        return try progress(answer, opening: key?.0, of: claim, part)
    }

    /// Tells the issuer what became of the documents of a part; nothing when it did not ask.
    public func tell(_ claim: OpenClaim, _ part: Int, _ event: NotificationRequest.Event) async throws {
        guard let id = claim.parts[part].notificationID,
            let endpoint = try await metadata(of: try address(claim.issuer)).notificationEndpoint
        else { return }
        let answer = try await post(NotificationRequest(notificationID: id, event: event).encoded, to: endpoint, claim)
        guard (200..<300).contains(answer.status) else { throw answer.refusal }
    }
}

extension ClaimClient {
    /// A file that a claimed document names: fetched with the claim's token, and refused when it is another.
    func attachment(_ file: Attachment, of claim: OpenClaim) async throws -> [UInt8] {
        let metadata = try await metadata(of: try address(claim.issuer))
        guard let endpoint = metadata.attachmentEndpoint else { throw WalletRefusal.filesNotOffered(claim.issuer) }
        let key = metadata.answerKey
        let body = AttachmentRequest(digest: file.digest, encryption: key?.1).encoded
        let answer = try await post(body, to: endpoint, claim)
        let bytes = try answer.read { (body) throws(JSONError) in try answer.opened(body, by: key?.0) }
        let found = SHA256.digest(bytes)
        guard found == file.digest else { throw WalletRefusal.fileAltered(file.name, found: found) }
        return bytes
    }

    private func read(_ link: String) async throws -> CredentialOffer {
        let read: CredentialOffer.Link?
        do throws(JSONError) { read = try CredentialOffer.read(link: link) } catch {
            throw WalletFailure.unreadable("openid-credential-offer", reason: "\(error)")
        }
        switch read {
        case .offer(let offer)?: return offer
        case .address(let address)?:
            let answer = try await door.get(address.description)
            // An offer that is over is the issuer's answer, in its own form.
            guard answer.status != 404 && answer.status != 410 else {
                throw WalletRefusal.answered(
                    url: address.origin, code: "no-such-offer", ClaimWords.words(.invalidToken, "no such offer"))
            }
            return try answer.read(CredentialOffer.init)
        case nil:
            throw WalletFailure.unreadable("openid-credential-offer", reason: "this is no link to an offer")
        }
    }

    /// How a holder applies at an issuer for a kind of document; refused when it takes no applications.
    public func applicationForm(_ issuer: String, _ kind: String) async throws -> ApplicationForm {
        let metadata = try await metadata(of: try address(issuer))
        guard let endpoint = metadata.applicationEndpoint else { throw WalletRefusal.applicationsNotTaken(issuer) }
        guard let place = WebAddress(endpoint), place.scheme == .https || place.isLoopback else {
            throw WalletFailure.unreadable(endpoint, reason: "not an https address, and not one of this machine")
        }
        guard let kind = metadata.configuration(kind) else { throw WalletRefusal.noSuchKind(kind, issuer) }
        return ApplicationForm(issuer: issuer, kind: kind, endpoint: endpoint)
    }

    /// Sends an application; the link of the offer that answers it, and by when a clerk does.
    func apply(
        _ form: ApplicationForm, _ application: [UInt8], binding: [UInt8]
    ) async throws -> (link: String, due: UInt64) {
        let answer = try await HTTPDoor(form.endpoint).post(
            "",
            [
                "application": .string(Base64URL.encode(application)),
                "binding": .string(Base64URL.encode(binding)),
            ])
        do throws(JSONError) {
            return try JSONElement(answer).object { (reader) throws(JSONError) in
                (try reader.member("credential_offer").string(), try reader.member("due").unsigned(max: 1 << 40))
            }
        } catch { throw WalletFailure.unreadable(form.endpoint, reason: "\(error)") }
    }

    private func address(_ text: String) throws -> WebAddress {
        guard let address = WebAddress(text) else {
            throw WalletFailure.unreadable(text, reason: "not an address of an issuer")
        }
        return address
    }

    private func metadata(of issuer: WebAddress) async throws -> CredentialIssuerMetadata {
        try await door.get(issuer.wellKnown(CredentialIssuerMetadata.wellKnown)).read { (text) throws(JSONError) in
            try CredentialIssuerMetadata(parsing: text, issuer: issuer.description)
        }
    }

    private func request(
        _ claim: OpenClaim, _ part: Int, _ keys: [PrivateKey], _ metadata: CredentialIssuerMetadata
    ) async throws -> (ClaimAnswer, AgreementKey?) {
        let nonce = try await nonce(metadata)
        let proofs = keys.compactMap { key in
            KeyProof.sign(key, issuer: claim.issuer, nonce: nonce, issuedAt: now())
        }
        precondition(proofs.count == keys.count, "holder keys are of ES256")
        let key = metadata.answerKey
        // Where the token names what it is for, that name is the one to ask by.
        let configuration = claim.parts[part].configuration
        let named = claim.token.details.first { $0.configuration == configuration }?.identifiers.first
        let subject = named.map(CredentialRequest.Subject.identifier) ?? .configuration(configuration)
        let body = CredentialRequest(subject, proofs: proofs, encryption: key?.1).encoded
        return (try await post(body, to: metadata.credentialEndpoint, claim), key?.0)
    }

    private func nonce(_ metadata: CredentialIssuerMetadata) async throws -> String {
        guard let endpoint = metadata.nonceEndpoint else {
            throw WalletFailure.unreadable(metadata.issuer, reason: "the issuer has no nonce endpoint")
        }
        return try await door.post(endpoint, ClaimDoor.Post()).read(CredentialNonce.init).value
    }

    private func post(_ body: [UInt8], to endpoint: String, _ claim: OpenClaim) async throws -> ClaimAnswer {
        let post = ClaimDoor.Post(mediaType: "application/json", body: body)
        return try await send(post, to: endpoint, claim.proofKey, token: claim.token)
    }

    /// Sends with a proof of the key, and once more when the issuer demands its nonce in it.
    private func send(
        _ post: ClaimDoor.Post, to endpoint: String, _ key: PrivateKey, token: TokenResponse?
    ) async throws -> ClaimAnswer {
        let answer = try await sendOnce(post, to: endpoint, key, token, nonce: nil)
        guard answer.errorCode == IssuingErrorCode.useDPoPNonce.rawValue, let nonce = answer.proofNonce else {
            return answer
        }
        return try await sendOnce(post, to: endpoint, key, token, nonce: nonce)
    }

    private func sendOnce(
        _ post: ClaimDoor.Post, to endpoint: String, _ key: PrivateKey, _ token: TokenResponse?, nonce: String?
    ) async throws -> ClaimAnswer {
        var post = post
        if let token { post.headers.append(("authorization", token.kind.rawValue + " " + token.token)) }
        if token?.kind != .bearer {
            let request = DPoPProof.Request(method: "POST", address: endpoint, token: token?.token, nonce: nonce)
            guard let proof = DPoPProof.sign(key, for: request, issuedAt: now()) else {
                preconditionFailure("proof keys are of ES256")
            }
            post.headers.append((DPoPProof.headerName, proof))
        }
        return try await door.post(endpoint, post)
    }

    private func progress(
        _ answer: ClaimAnswer, opening key: AgreementKey?, of claim: OpenClaim, _ part: Int
    ) throws -> ClaimProgress {
        var claim = claim
        let response = try answer.read { (body) throws(JSONError) in
            try CredentialResponse(parsing: answer.opened(body, by: key))
        }
        switch response {
        case .issued(let items, let notificationID):
            claim.parts[part].notificationID = notificationID
            return .issued(items, claim)
        case .deferred(let transactionID, let interval):
            claim.parts[part].transactionID = transactionID
            return .waiting(claim, seconds: interval)
        }
    }
}

extension ClaimAnswer {
    /// The body in the clear: an answer that was asked for sealed must come sealed.
    fileprivate func opened(_ body: [UInt8], by key: AgreementKey?) throws(JSONError) -> [UInt8] {
        guard let key else { return body }
        do throws(JOSEError) {
            return try EncryptedMessage(parsing: String(decoding: body, as: UTF8.self)).open(by: key)
        } catch { throw .invalid(path: "the answer", reason: "is not sealed as was asked: \(error)") }
    }
}

extension CredentialIssuerMetadata {
    /// A fresh key for a sealed answer, where the issuer can seal.
    fileprivate var answerKey: (AgreementKey, ResponseEncryption)? {
        guard let encryption = responseEncryptions.last else { return nil }
        let key = AgreementKey()
        return (key, ResponseEncryption(key: key.publicKey, encryption: encryption))
    }
}
