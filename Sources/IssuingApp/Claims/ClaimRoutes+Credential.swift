internal import Credentials
internal import Foundation
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// Credentials, at once or later, and what becomes of them.
extension ClaimRoutes {
    private static let maxRequestBody = 2 << 20
    private static let json = "application/json"

    func credential(_ request: Request, at second: UInt64) async throws -> Response {
        let grant = try grant(request, of: .credential, at: second)
        let bytes = try await body(
            request, as: ClaimRoutes.json, max: ClaimRoutes.maxRequestBody, else: .invalidCredentialRequest)
        let asked = try CredentialRequest(parsing: bytes)
        try check(asked.subject, grant)
        let keys = try provenKeys(asked.proofs, grant, at: second)
        let answer = try await desk.claim(grant, keys: keys, at: second)
        return try respond(answer, asked.encryption)
    }

    func deferred(_ request: Request, at second: UInt64) async throws -> Response {
        let grant = try grant(request, of: .deferred, at: second)
        let bytes = try await body(request, as: ClaimRoutes.json, max: 65_536, else: .invalidCredentialRequest)
        let asked = try DeferredRequest(parsing: bytes)
        guard let transaction = Base64URL.decode(asked.transactionID),
            let answer = try await desk.claimed(transaction: transaction, by: grant, at: second)
        else { throw IssuingError(.invalidTransactionID, "the token has no such transaction") }
        return try respond(answer, asked.encryption)
    }

    func notification(_ request: Request, at second: UInt64) async throws -> Response {
        let grant = try grant(request, of: .notification, at: second)
        let bytes = try await body(request, as: ClaimRoutes.json, max: 65_536, else: .invalidNotification)
        let told = try NotificationRequest(parsing: bytes)
        guard let id = Base64URL.decode(told.notificationID),
            try desk.note(told.event.claimEvent, notification: id, by: grant, at: second)
        else { throw IssuingError(.invalidNotificationID, "the token has no such notification") }
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// What is asked for must be what the offer was of.
    private func check(_ subject: CredentialRequest.Subject, _ grant: ClaimGrant) throws {
        let offered = grant.offer.type.text
        switch subject {
        case .identifier(let id):
            guard id == offered else { throw IssuingError(.unknownIdentifier, "the token is for \(offered)") }
        case .configuration(let id):
            guard try desk.claimableTypes().contains(where: { $0.type.code.text == id }) else {
                throw IssuingError(.unknownConfiguration, "there is no \(id)")
            }
            guard id == offered else { throw IssuingError(.requestDenied, "the token is for \(offered)") }
        }
    }

    /// The keys of all proofs, each another; their nonces are spent, whatever becomes of the request.
    private func provenKeys(_ texts: [String], _ grant: ClaimGrant, at second: UInt64) throws -> [PublicKey] {
        guard texts.count <= settings.maxKeys else {
            throw IssuingError(.invalidProof, "there are more than \(settings.maxKeys) proofs")
        }
        let proofs = try texts.map { text in
            try KeyProof(checking: text, issuer: settings.issuer, clientID: grant.clientID, at: second)
        }
        guard Set(proofs.map(\.key)).count == proofs.count else {
            throw IssuingError(.invalidProof, "two proofs are of the same key")
        }
        for nonce in Set(proofs.map(\.nonce)).sorted() {
            guard try desk.spendNonce(nonce, at: second) else {
                throw IssuingError(.invalidNonce, "the nonce is unknown, over or spent: fetch another")
            }
        }
        return proofs.map(\.key)
    }

    private func respond(_ answer: ClaimAnswer, _ encryption: ResponseEncryption?) throws -> Response {
        let response: CredentialResponse
        switch answer {
        case .ready(let documents, let notification):
            response = .issued(documents.map(\.item), notificationID: Base64URL.encode(notification))
        case .waiting(let transaction, let seconds):
            response = .deferred(transactionID: Base64URL.encode(transaction), interval: seconds)
        case .refused(let reason, let answered):
            throw IssuingError(
                .requestDenied, reason.en, reason: RefusalReason(zh: reason.zh, en: reason.en, answered: answered))
        }
        guard let encryption else {
            return Response(response.encoded, as: ClaimRoutes.json, status: response.status)
        }
        guard let sealed = encryption.seal(response.encoded) else {
            throw IssuingError(.invalidEncryption, "the key is not of P-256")
        }
        return Response(Array(sealed.utf8), as: "application/jwt", status: response.status)
    }
}

extension ClaimedDocument {
    fileprivate var item: CredentialItem {
        CredentialItem(
            credential: credential, ledger: LedgerSupplement(correctionSeed: correctionSeed, receipt: receipt))
    }
}

extension NotificationRequest.Event {
    fileprivate var claimEvent: ClaimEvent {
        switch self {
        case .accepted: .accepted
        case .failed: .failed
        case .deleted: .deleted
        }
    }
}

extension ClaimRefusal {
    /// The code of the protocol for why a claim goes no further.
    func told(at endpoint: ClaimRoutes.Endpoint) -> IssuingError {
        switch self {
        case .unknownCode: IssuingError(.invalidGrant, "the code is unknown or was used")
        case .expiredCode: IssuingError(.invalidGrant, "the offer is over")
        case .transactionCodeMissing: IssuingError(.invalidRequest, "tx_code is missing")
        case .transactionCodeNotExpected: IssuingError(.invalidRequest, "the offer asks for no tx_code")
        case .wrongTransactionCode(let tries):
            IssuingError(.invalidGrant, "tx_code is wrong; tries left: \(tries)")
        case .typeNotMinted(let type): IssuingError(.requestDenied, "no documents of \(type.text) are issued any more")
        case .tooManyKeys(let limit): IssuingError(.invalidProof, "there are more than \(limit) proofs")
        case .alreadyClaimed: IssuingError(.requestDenied, "the offer was claimed with other keys before")
        case .documentGone: IssuingError(.requestDenied, "the document was taken back or has ended meanwhile")
        case .attachmentLimit(let limit):
            IssuingError(.attachmentLimit, "this file was fetched \(limit) times today")
        case .alreadyApplied: IssuingError(.requestDenied, "an application for the same waits already")
        }
    }
}
